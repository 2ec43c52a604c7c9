import type { Approval, Ask, ConsentState, Emergency, Grant, OpenCase, Reason, Restriction } from '../domain/consent.ts';
import { askHash } from './ask-hash.ts';
import { couldHit } from './hits.ts';
import { validApproval, validCase, validEmergency, validGrant, validRestriction } from './validate.ts';

/** The sound records that can bear on one ask; everything `decide` looks at. */
export interface Facts {
  readonly ask: Ask;
  /** Name this camera and this asker. */
  readonly grants: readonly Grant[];
  /** Would refuse the ask during their time. */
  readonly restrictions: readonly Restriction[];
  /** Of exactly this ask, and not used yet. */
  readonly approvals: readonly Approval[];
  /** Seconded by a different person, with this camera in them. */
  readonly emergencies: readonly Emergency[];
  /** Cases of the asker's units under the number the ask names. */
  readonly cases: readonly OpenCase[];
  /** One INVALID for each record that had to count as absent. */
  readonly absent: readonly Reason[];
}

export function factsFor(state: ConsentState, ask: Ask): Facts {
  const absent: Reason[] = [];
  const grants = state.grants.filter((grant) => {
    if (!concerns(grant, state, ask)) return false;
    return validGrant(grant) || void absent.push({ code: 'INVALID', grant: grant?.id });
  });
  const restrictions = state.restrictions.filter((restriction) => {
    if (!validRestriction(restriction)) return void absent.push({ code: 'INVALID', restriction: restriction?.id });
    return couldHit(restriction, ask, state.owner);
  });
  let hash: string | undefined;
  const approvals = state.approvals.filter((approval) => {
    if (approval?.camera !== ask.camera || approval.person !== ask.who.person || approval.usedAt !== undefined) return false;
    if (!validApproval(approval)) return void absent.push({ code: 'INVALID', grant: approval.grant });
    hash ??= askHash(ask);
    return approval.askHash === hash;
  });
  const emergencies = state.emergencies.filter((emergency) => {
    if (!validEmergency(emergency)) return void absent.push({ code: 'INVALID', grant: emergency?.grant });
    return emergency.cameras.includes(ask.camera) && emergency.secondedBy !== undefined && emergency.secondedBy !== emergency.declaredBy;
  });
  const cases = ask.caseNo === undefined ? [] : state.cases.filter((open) => {
    if (open?.caseNo !== ask.caseNo) return false;
    return validCase(open) ? ask.who.units.includes(open.unit) : void absent.push({ code: 'INVALID' });
  });
  return { ask, grants, restrictions, approvals, emergencies, cases, absent };
}

/** A grant for another camera, another asker or by another owner is none of this ask's business, and is not mentioned. */
function concerns(grant: Grant, state: ConsentState, ask: Ask): boolean {
  try {
    const { who, what } = grant;
    return grant.owner === state.owner
      && (who.unit === undefined || ask.who.units.includes(who.unit))
      && (who.person === undefined || who.person === ask.who.person)
      && (who.role === undefined || ask.who.roles.includes(who.role))
      && (who.cert === undefined || ask.who.certs.includes(who.cert))
      && what.cameras.includes(ask.camera);
  } catch {
    return true;
  }
}

