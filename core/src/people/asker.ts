import type { Asker } from '../domain/consent.ts';
import type { KnownPerson } from './signed-in.ts';
import type { UnitId } from '../domain/ids.ts';
import { HubError } from '../sdk/errors.ts';
import { HubProblem } from '../base/hub-problem.ts';
import { officeIn } from './roles.ts';

/** An officer acting for one unit. @throws HubError `not-allowed`; `not-found` for whoever holds no office at all: what is not hers does not exist for her */
export function askerFor(by: KnownPerson, unit: UnitId | undefined): Asker & { readonly unit: UnitId; readonly unitName: string; readonly officerNo: string } {
  if (by.offices.length === 0) throw new HubError('not-found', 'It belongs to another owner, or does not exist.');
  const office = officeIn(by, unit);
  return { person: by.person, units: [office.unit], roles: [office.role], certs: [], unit: office.unit, unitName: office.unitName, officerNo: office.officerNo };
}
/** A camera that does not exist is answered like one that was never shared: ids tell an officer nothing. */
export function requireCamera<C>(camera: C | undefined): C {
  if (camera === undefined) throw new HubProblem('consent-refused', 'There is no such camera.', { reasons: ['not_shared'] });
  return camera;
}
/** Only what the policy looks at. */
export function plainAsker({ person, units, roles, certs }: Asker): Asker {
  return { person, units, roles, certs };
}
