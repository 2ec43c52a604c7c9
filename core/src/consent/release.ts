import type { Ask, Asker, Decision, Interval, Purpose, ReasonCode, Restriction } from '../domain/consent.ts';
import type { CameraId, OwnerId, PersonId, UnitId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { nothing } from './decide.ts';
import { hits, couldHit, nextHitChange } from './hits.ts';
import { isInstant, validAsk, validRestriction } from './validate.ts';

/** What an owner handed over on a written request (R4): one cut of one camera, to one unit. */
export interface Release {
  readonly camera: CameraId;
  readonly unit: UnitId;
  /** Who filed the request; others of the unit only as investigator or leader. */
  readonly filer: PersonId;
  readonly footage: Interval;
  readonly purpose: Purpose;
  readonly caseNo: string;
  readonly until: Instant;
  /** She took it back. */
  readonly isRecalled: boolean;
  /** When its case, as it stands, carries nothing more; long past when it is closed or unknown. */
  readonly caseUntil: Instant;
}
/** Finds a release as it is now; undefined when there is none of this name. Sees all that was committed before the call. */
export interface Releases {
  releaseNow(name: string): Promise<Release | undefined>;
}
export const noReleases: Releases = { releaseNow: async () => undefined };

/**
 * May this person fetch exactly this cut, now? Pure and total. The owner executed the request knowing what it is, so a cap on
 * size, sound or masks does not bind it (EVIDENCE: originals leave only by R4); whatever refuses outright does: a pause, a block, a suspended unit.
 */
export function decideForRelease(release: Release | undefined, ask: Ask, who: Asker, { owner, restrictions, clockTrusted }: { readonly owner: OwnerId; readonly restrictions: readonly Restriction[]; readonly clockTrusted: boolean }, now: Instant): Decision {
  if (!isInstant(now) || !validAsk(ask)) return no('INVALID');
  if (!clockTrusted) return no('CLOCK');
  const binding = restrictions.filter((restriction) => validRestriction(restriction) && !isCap(restriction) && couldHit(restriction, ask, owner));
  const hit = binding.find((restriction) => hits(restriction, ask, owner, now));
  if (hit) return { ...no('RESTRICTED'), why: [{ code: 'RESTRICTED', restriction: hit.id }] };
  if (!release) return no('NO_GRANT');
  const code = refusalOf(release, ask, who, now);
  if (code) return no(code);
  const { maxHeight, maxFps, audio } = ask.rendition;
  return {
    effect: 'permit', obligations: { maxHeight, maxFps, audio, masks: [], watermark: false, store: 'case' }, why: [],
    holdsUntil: Math.min(release.until, release.caseUntil, ...binding.map((restriction) => nextHitChange(restriction, now))),
  };
}

function refusalOf(release: Release, ask: Ask, who: Asker, now: Instant): ReasonCode | undefined {
  const isOffice = who.units.includes(release.unit) && (who.person === release.filer || who.roles.includes('investigator') || who.roles.includes('unit_leader'));
  const isThis = ask.action === 'clip' && ask.camera === release.camera && ask.footage !== undefined && ask.footage[0] === release.footage[0] && ask.footage[1] === release.footage[1];
  if (!isOffice || !isThis) return 'SCOPE';
  if (release.isRecalled) return 'REVOKED';
  if (now >= release.until) return 'OUTSIDE_VALIDITY';
  if (ask.purpose !== release.purpose) return 'PURPOSE';
  return now < release.caseUntil && ask.caseNo === release.caseNo ? undefined : 'CASE_REQUIRED';
}

/** A cap that says nothing is no cap: it refuses everything. */
const isCap = ({ cap }: Restriction): boolean => cap !== undefined && (cap.maxHeight !== undefined || cap.forbidAudio === true || cap.mask !== undefined);
const no = (code: ReasonCode): Decision => ({ effect: 'deny', obligations: nothing, holdsUntil: Infinity, why: [{ code }] });
