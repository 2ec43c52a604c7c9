import type { Transaction } from 'kysely';
import type { CameraId, OwnerId, PersonId, UnitId } from '../domain/ids.ts';
import type { UnitRole } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';
import type { HubErrorCode } from '../sdk/errors.ts';
import type { ExportedFile } from '../sdk/ports.ts';
import type { WrittenRequestTable } from '../store/schema-consent.ts';
import type { Database } from '../store/schema.ts';
import type { Overdue, WrittenMove, WrittenSide } from './written-states.ts';

/** Locks footage; `placed` is false where the room for it is used up, which nobody from outside is told. */
export interface WrittenHolds {
  place(hold: { readonly camera: CameraId; readonly from: Instant; readonly to: Instant; readonly reason: 'written'; readonly ref: string; readonly until: Instant }, trx: Transaction<Database>): Promise<{ readonly placed: boolean }>;
  release(ref: { readonly reason: 'written'; readonly ref: string }, trx: Transaction<Database>): Promise<void>;
}

/** Cuts footage in the name of one of the owner's people (R0), one piece at a time. */
export interface Cutter {
  /** @returns the job. @throws HubError `no-footage`, `too-many-requests`, `not-allowed`, `consent-refused` */
  begin(piece: { readonly person: PersonId; readonly owner: OwnerId; readonly camera: CameraId; readonly from: Instant; readonly to: Instant }): Promise<string>;
  look(job: string, person: PersonId): Promise<{ readonly state: 'running' } | { readonly state: 'done' } | { readonly state: 'failed'; readonly code: HubErrorCode }>;
  /** Puts its files into the folder too, under names that begin with `prefix`, without reading them again. */
  take(job: string, person: PersonId, folder: string, prefix: string): Promise<readonly ExportedFile[]>;
  /** What is no longer wanted; nothing happens when it is gone. */
  drop(job: string, person: PersonId): Promise<void>;
}

export interface HandedPiece { readonly camera: CameraId; readonly from: Instant; readonly to: Instant }
/** Seals what an owner hands over in one evidence bag: that is what the requester gets. */
export interface Bags {
  /** @throws HubError as `Cutter.begin` */
  begin(request: { readonly id: string; readonly owner: OwnerId; readonly person: PersonId }, pieces: readonly HandedPiece[]): Promise<void>;
  /** One of other pieces than these is none, and goes: she decided anew. */
  look(request: string, pieces: readonly HandedPiece[]): Promise<{ readonly state: 'none' } | { readonly state: 'running' } | { readonly state: 'done' } | { readonly state: 'failed'; readonly code: HubErrorCode }>;
  /** Puts the whole bag into the folder. */
  take(request: string, folder: string): Promise<ExportedFile>;
  /** It was fetched: on record before its first byte leaves. */
  fetched(request: string, by: { readonly person: PersonId; readonly side: 'owner' | 'unit'; readonly officerNo: string | null }): Promise<void>;
  /** What is no longer wanted; nothing happens when it is gone. */
  drop(request: string): Promise<void>;
}
/** A bag is known by its name. */
export const isBagName = (name: string): boolean => /^EV-\d{4}-\d{6}\.zip$/.test(name);

/** Who acts: the houses she keeps, the units he serves in. */
export interface Acting {
  readonly person: PersonId;
  readonly keeps: readonly OwnerId[];
  readonly offices: readonly { readonly unit: UnitId; readonly role: UnitRole; readonly officerNo: string }[];
}

/** Facts, in the past tense. */
export interface WrittenFacts {
  'written.filed': { readonly request: WrittenRequestTable; readonly by: PersonId };
  'written.moved': { readonly request: WrittenRequestTable; readonly move: WrittenMove; readonly by: PersonId | undefined };
  'written.overdue': { readonly request: WrittenRequestTable; readonly what: Overdue };
}

/** The sides a person is on. Of a unit: its investigators and leaders, and whoever filed it. None means that for her it does not exist. */
export function sidesOf(row: Pick<WrittenRequestTable, 'owner' | 'unit' | 'person' | 'entered_by'>, { person, keeps, offices }: Acting): readonly WrittenSide[] {
  const isKeeper = keeps.includes(row.owner);
  const office = offices.find(({ unit }) => unit === row.unit);
  const isOfficer = office !== undefined && (office.role !== 'duty_officer' || (row.entered_by === 'unit' && row.person === person));
  // A paper of a unit that is not here: what it answers and confirms comes on paper too, and she writes it down.
  const speaksForUnit = isOfficer || (isKeeper && row.unit === null);
  return [...(isKeeper ? ['owner' as const] : []), ...(speaksForUnit ? ['unit' as const] : [])];
}
