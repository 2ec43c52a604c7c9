import type { Asker } from '../domain/consent.ts';
import type { KnownPerson } from '../people/signed-in.ts';
import type { UnitId } from '../domain/ids.ts';
import { officeIn } from './roles.ts';

/** An officer acting for one unit. @throws HubError `not-allowed` */
export function askerFor(by: KnownPerson, unit: UnitId | undefined): Asker & { readonly unit: UnitId; readonly unitName: string; readonly officerNo: string } {
  const office = officeIn(by, unit);
  return { person: by.person, units: [office.unit], roles: [office.role], certs: [], unit: office.unit, unitName: office.unitName, officerNo: office.officerNo };
}
/** Only what the policy looks at. */
export function plainAsker({ person, units, roles, certs }: Asker): Asker {
  return { person, units, roles, certs };
}
