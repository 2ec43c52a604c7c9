import type { Asker, ConsentState, Grant } from '../domain/consent.ts';
import { id, type CertId, type PersonId, type UnitId } from '../domain/ids.ts';
import type { UnitRole } from '../domain/people.ts';
import { validGrant } from './validate.ts';

/** Somebody who serves in a unit now. */
export interface Office {
  readonly unit: UnitId;
  readonly person: PersonId;
  readonly role: UnitRole;
}
/** One of those whom the owner's grants tell apart: a unit, some of it by role or certificate, or one officer. */
export interface Holder {
  readonly key: string;
  readonly unit: UnitId;
  readonly role?: UnitRole;
  readonly person?: PersonId;
  readonly cert?: CertId;
  /** Asks as such a one would. */
  readonly asker: Asker;
}

/** Nobody in particular: no record can name this person. */
const anybody = id<PersonId>('*');
/** A number that would be typed in: the question is what an open case would allow. */
export const anyCase = 'any';

/** Each unit that a grant means, then those of it that a grant sets apart. One who holds no office can ask for nothing, and is not there. */
export function holdersOf(grants: readonly Grant[], offices: readonly Office[]): readonly Holder[] {
  const holders = new Map<string, Holder>();
  const add = (unit: UnitId, { role, person, cert }: Pick<Holder, 'role' | 'person' | 'cert'>, roles: readonly UnitRole[]): void => {
    const key = [unit, role ?? '', person ?? '', cert ?? ''].join('|');
    if (holders.has(key)) return;
    holders.set(key, {
      key, unit, ...(role !== undefined && { role }), ...(person !== undefined && { person }), ...(cert !== undefined && { cert }),
      asker: { person: person ?? anybody, units: [unit], roles, certs: cert === undefined ? [] : [cert] },
    });
  };
  for (const { who } of grants.filter(validGrant)) {
    const { unit, role, person, cert } = who;
    const named = cert === undefined ? {} : { cert };
    if (person !== undefined) {
      for (const office of offices) {
        if (office.person !== person || (unit !== undefined && office.unit !== unit)) continue;
        add(office.unit, { person, ...named }, [office.role]);
      }
    } else if (unit !== undefined) {
      add(unit, {}, []);
      if (role !== undefined || cert !== undefined) add(unit, { ...(role !== undefined && { role }), ...named }, role === undefined ? [] : [role]);
    }
  }
  const rank = ({ role, person, cert }: Holder): number => [role, person, cert].filter((each) => each !== undefined).length;
  return [...holders.values()].toSorted((a, b) => (a.unit === b.unit ? rank(a) - rank(b) || (a.key < b.key ? -1 : 1) : a.unit < b.unit ? -1 : 1));
}

/** Whether a grant is this holder's too. */
export function meant({ who }: Grant, { asker }: Holder): boolean {
  return (who.unit === undefined || asker.units.includes(who.unit)) && (who.person === undefined || who.person === asker.person)
    && (who.role === undefined || asker.roles.includes(who.role)) && (who.cert === undefined || asker.certs.includes(who.cert));
}

/** The records with one grant, as they would be with a case opened. */
export function aloneWithCase(state: ConsentState, grant: Grant, { asker }: Holder): ConsentState {
  return { ...state, grants: [grant], cases: [...state.cases, ...asker.units.map((unit) => ({ caseNo: anyCase, unit, from: 0, until: 8.64e15 }))] };
}
