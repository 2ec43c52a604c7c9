import type { AskId, CameraId, CertId, DeviceId, GrantId, MaskId, OwnerId, PersonId, RestrictionId, UnitId } from './ids.ts';
import type { UnitRole } from './people.ts';
import type { Instant, Milliseconds, Minutes } from './time.ts';

/** What is done with a camera. No action implies another. */
export const actions = ['status', 'event', 'snapshot', 'live', 'playback', 'clip', 'ptz', 'talk'] as const;
export type Action = (typeof actions)[number];

/** A closed list: what is not on it cannot be asked for. */
export const purposes = ['crime', 'admin_violation', 'traffic_accident', 'missing_person', 'fire_rescue', 'public_event', 'maintenance'] as const;
export type Purpose = (typeof purposes)[number];

/** Exactly what will be delivered. */
export interface Rendition {
  readonly maxHeight: number;
  readonly maxFps: number;
  readonly audio: boolean;
  readonly masks: ReadonlySet<MaskId>;
}

/** Half-open: from <= t < to. */
export type Interval = readonly [from: Instant, to: Instant];

export interface Asker {
  readonly person: PersonId;
  readonly units: readonly UnitId[];
  readonly roles: readonly UnitRole[];
  readonly certs: readonly CertId[];
  readonly device?: DeviceId;
}

export interface Ask<A extends Action = Action> {
  readonly who: Asker;
  readonly camera: CameraId;
  readonly action: A;
  readonly rendition: Rendition;
  readonly footage?: Interval;
  readonly purpose: Purpose;
  readonly caseNo?: string;
}

/** Hours of the week on a wall clock. `to <= from` crosses midnight and belongs to the day it starts on. Days: 0 Sunday .. 6 Saturday. */
export interface Weekly {
  /** IANA time zone, `Asia/Ho_Chi_Minh`. */
  readonly tz: string;
  readonly windows: readonly { readonly days: readonly number[]; readonly from: Minutes; readonly to: Minutes }[];
}

export const grantModes = ['standing', 'ask', 'emergency'] as const;
export type GrantMode = (typeof grantModes)[number];

/** What an owner allows: her feeds, to a unit or person, for purposes, in a window. */
export interface Grant {
  readonly id: GrantId;
  readonly version: number;
  readonly owner: OwnerId;
  /** A conjunction; at least unit or person is named. */
  readonly who: { readonly unit?: UnitId; readonly role?: UnitRole; readonly person?: PersonId; readonly cert?: CertId };
  readonly what: {
    readonly cameras: readonly CameraId[];
    readonly actions: readonly Action[];
    readonly maxHeight: number;
    readonly maxFps: number;
    readonly audio: boolean;
    readonly masks: readonly MaskId[];
  };
  /** WHEN THEY LOOK (access) apart from WHAT WAS FILMED (footage). */
  readonly when: {
    readonly from: Instant;
    readonly until: Instant;
    readonly access?: Weekly;
    readonly footage?: { readonly from?: Instant; readonly until?: Instant; readonly hours?: Weekly; readonly lookbackMs: Milliseconds };
  };
  readonly why: { readonly purposes: readonly Purpose[]; readonly caseRequired: boolean };
  readonly mode: GrantMode;
  readonly limits: {
    readonly maxSessionMs: Milliseconds;
    readonly maxConcurrent: number;
    readonly maxPerDay: number;
    readonly watermark: boolean;
    readonly store: 'none' | 'case';
  };
  readonly revokedAt?: Instant;
}

export const restrictionKinds = ['pause', 'privacy_hours', 'quarantine', 'unit_suspended', 'legal_block', 'mask'] as const;
export type RestrictionKind = (typeof restrictionKinds)[number];

/** Narrows what grants allow. An absent scope field means every one. */
export interface Restriction {
  readonly id: RestrictionId;
  readonly kind: RestrictionKind;
  readonly scope: {
    readonly owner?: OwnerId;
    readonly who?: { readonly unit?: UnitId; readonly person?: PersonId };
    readonly cameras?: readonly CameraId[];
    readonly actions?: readonly Action[];
  };
  readonly from: Instant;
  readonly until: Instant;
  readonly hours?: Weekly;
  /** A mask that binds those who work for the owner too (manager, viewer), not only people from outside. */
  readonly staff?: boolean;
  /** With a cap, only asks that exceed it are refused. */
  readonly cap?: { readonly maxHeight?: number; readonly forbidAudio?: boolean; readonly mask?: MaskId };
}

/** An owner's yes to exactly one ask. */
export interface Approval {
  readonly ask: AskId;
  readonly grant: GrantId;
  readonly version: number;
  readonly person: PersonId;
  readonly camera: CameraId;
  /** SHA-256 of the canonical ask, hex. */
  readonly askHash: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly usedAt?: Instant;
}

/** A declared emergency (R3). Counts only with a second, different person. */
export interface Emergency {
  readonly id: string;
  readonly grant: GrantId;
  readonly declaredBy: PersonId;
  readonly secondedBy?: PersonId;
  readonly cameras: readonly CameraId[];
  readonly from: Instant;
  readonly until: Instant;
}

export interface OpenCase {
  readonly caseNo: string;
  readonly unit: UnitId;
  readonly from: Instant;
  readonly until: Instant;
}

/** Everything `decide` may know. Records of the camera's owner only, and what the ward vouches for. */
export interface ConsentState {
  readonly camera: CameraId;
  readonly owner: OwnerId;
  readonly grants: readonly Grant[];
  readonly restrictions: readonly Restriction[];
  readonly approvals: readonly Approval[];
  readonly emergencies: readonly Emergency[];
  readonly cases: readonly OpenCase[];
  /** False while the hub cannot trust its clock: remote asks are then refused. */
  readonly clockTrusted: boolean;
}

export const reasonCodes = [
  'SCOPE', 'REVOKED', 'OUTSIDE_VALIDITY', 'OUTSIDE_SCHEDULE', 'PURPOSE', 'CASE_REQUIRED', 'RESOLUTION', 'FPS', 'AUDIO', 'MASK', 'LOOKBACK',
  'FOOTAGE_RANGE', 'NEEDS_APPROVAL', 'NO_EMERGENCY', 'RESTRICTED', 'CLOCK', 'INVALID', 'NO_GRANT', 'LIMIT',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];
export interface Reason {
  readonly code: ReasonCode;
  readonly grant?: GrantId;
  readonly restriction?: RestrictionId;
}

/** How the unit, the number and the time came with the picture: laid over it by the player, or part of its pixels. */
export type Mark = 'overlay' | 'pixels';

/** What must be true of the picture before its first byte leaves. */
export interface Obligations {
  readonly maxHeight: number;
  readonly maxFps: number;
  readonly audio: boolean;
  readonly masks: readonly MaskId[];
  readonly watermark: boolean;
  readonly store: 'none' | 'case';
}

export type Effect = 'permit' | 'ask' | 'deny';
/** R0 owner, R1 standing, R2 ask each time, R3 emergency, R4 written request. */
export type Route = 'R0' | 'R1' | 'R2' | 'R3' | 'R4';
export interface Decision {
  readonly effect: Effect;
  readonly grant?: GrantId;
  readonly obligations: Obligations;
  /** First later instant at which the effect changes; Infinity if never. */
  readonly holdsUntil: Instant;
  readonly why: readonly Reason[];
}

/** Why an open viewing ended. */
export type EndReason = 'viewer' | 'revoked' | 'expired' | 'paused' | 'refused' | 'source' | 'slow' | 'shutdown' | 'signed_out' | 'clock' | 'not_recorded';

declare const permitted: unique symbol;
/** Proof that the gate said yes. Only the gate can make one; its signal aborts the moment consent ends, with an `EndReason` as its reason. */
export interface Permit<A extends Action = Action> {
  readonly [permitted]: A;
  readonly id: import('./ids.ts').ViewingId;
  readonly ask: Ask<A>;
  readonly route: Route;
  readonly obligations: Obligations;
  /** When the gate will close it by itself; Infinity for the owner. */
  readonly until: Instant;
  readonly signal: AbortSignal;
}
