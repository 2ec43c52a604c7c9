import type { Timers } from '../base/clock.ts';
import type { Action, Ask, Asker, ConsentState, Decision, EndReason, Mark, Obligations, Permit, Route } from '../domain/consent.ts';
import type { AskId, CameraId, GrantId, PersonId, UnitId, ViewingId } from '../domain/ids.ts';
import type { MemberRole } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';

/** What the gate reads. Every call must see all that was committed before it was made. */
export interface ConsentRecords {
  stateFor(camera: CameraId): Promise<ConsentState>;
  /** Permits recorded under the grant in the current day of the hub. */
  sessionsToday(grant: GrantId): Promise<number>;
  /** Sets `usedAt` if it is not set; false if it was. Durable when it resolves. */
  markApprovalUsed(ask: AskId, at: Instant): Promise<boolean>;
  /** Units, roles and certificates as they are now; undefined when this person or device may no longer sign in. */
  askerNow(who: Asker): Promise<Asker | undefined>;
  /** The person's role in the house the camera belongs to; undefined when there is none. */
  memberRole(camera: CameraId, person: PersonId): Promise<MemberRole | undefined>;
}

/** Both resolve when the entry is on disk, and reject when it may not be. */
export interface AuditTrail {
  decided(entry: DecidedEntry): Promise<void>;
  /** All of them or none: ends that happened together cost one write. */
  ended(entries: readonly EndedEntry[]): Promise<void>;
}

export type GateTimers = Pick<Timers, 'after'>;

/** `member`: as one of the owner's own people (R0). `officer`: as anyone else. */
export type Standing = 'member' | 'officer';

export interface ViewingRequest<A extends Action = Action> {
  readonly as: Standing;
  readonly ask: Ask<A>;
  /** An officer fetches what an owner handed over on a written request (R4): by its name. Grants then count for nothing. */
  readonly release?: string;
  /** The program that asks in her name, as she called it. */
  readonly program?: string;
}

export interface DecidedEntry {
  readonly viewing: ViewingId;
  readonly at: Instant;
  readonly as: Standing;
  readonly ask: Ask;
  /** Undefined when no grant would do. */
  readonly route?: Route;
  readonly decision: Decision;
  /** The ask whose approval this viewing uses; or the release (`<request>.<piece>`) of a written request. */
  readonly approval?: AskId;
  readonly release?: string;
  readonly program?: string;
}

/** What was really looked at, by the one who counted the pictures. */
export interface Watched {
  readonly seconds: number;
  readonly bytes?: number;
  readonly frames?: number;
  /** Null: nobody knows. */
  readonly obligationsMet?: boolean | null;
  /** Null: it went without. */
  readonly mark?: Mark | null;
}

export interface EndedEntry {
  readonly viewing: ViewingId;
  readonly permit: PermitFacts;
  readonly openedAt: Instant;
  readonly endedAt: Instant;
  readonly reason: EndReason;
  readonly watched?: Watched;
}

/** A permit without its power. */
export interface PermitFacts {
  readonly as: Standing;
  readonly ask: Ask;
  readonly route: Route;
  readonly grant?: GrantId;
  readonly obligations: Obligations;
}

/** One viewing that is open now. */
export interface OpenViewing extends PermitFacts {
  readonly viewing: ViewingId;
  readonly permit: Permit;
  readonly since: Instant;
  readonly until: Instant;
}

export type GateChange =
  | { readonly kind: 'opened'; readonly viewing: OpenViewing }
  | { readonly kind: 'closed'; readonly viewing: OpenViewing; readonly reason: EndReason; readonly at: Instant; /** What was delivered, where somebody counted. */ readonly watched?: Watched };

/** Which open permits a change touches. Fields are a conjunction; an empty scope is all of them. */
export interface GateScope {
  readonly cameras?: readonly CameraId[];
  readonly person?: PersonId;
  readonly unit?: UnitId;
  readonly grant?: GrantId;
  readonly as?: Standing;
}
