import { ownAsk } from '../consent/owner-access.ts';
import { errorCodes, type ErrorCode } from '../domain/error-codes.ts';
import type { CameraId, OwnerId, PersonId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { ExportedFile } from '../sdk/ports.ts';
import type { Store } from '../store/open-store.ts';
import type { ExportDesk } from './export-desk.ts';
import { ExportFolder } from './export-folder.ts';

export interface CutPiece {
  readonly person: PersonId;
  readonly owner: OwnerId;
  readonly camera: CameraId;
  readonly from: Instant;
  readonly to: Instant;
}
export type CutState = { readonly state: 'running' } | { readonly state: 'done' } | { readonly state: 'failed'; readonly code: ErrorCode };
export interface DeskCutter {
  begin(piece: CutPiece): Promise<string>;
  look(job: string, person: PersonId): Promise<CutState>;
  take(job: string, person: PersonId, into: string, prefix: string): Promise<readonly ExportedFile[]>;
  drop(job: string, person: PersonId): Promise<void>;
}

/** The export desk as whoever carries out a written request uses it: asked by the one of the house who executes it (R0). @param folder of the desk's exports */
export function deskCutter(store: Store, desk: Pick<ExportDesk, 'ask' | 'file' | 'cancel'>, folder: string): DeskCutter {
  const files = new ExportFolder(folder);
  const rowOf = async (job: string, person: PersonId) => store.read.selectFrom('export_job').select(['status', 'error', 'files']).where('id', '=', job).where('person', '=', person).executeTakeFirst();
  return {
    begin: async ({ person, owner, camera, from, to }) => {
      const answer = await desk.ask({ as: 'member', ask: ownAsk(person, camera, 'clip', { maxHeight: 4_320, maxFps: 240, audio: true, masks: new Set() }, [from, to]) }, owner);
      if ('refused' in answer) throw answer.error;
      return answer.id;
    },
    look: async (job, person) => {
      const row = await rowOf(job, person);
      if (row?.status === 'waiting' || row?.status === 'running') return { state: 'running' };
      if (row?.status === 'done') return { state: 'done' };
      // Cancelled by herself among her exports, or gone.
      return { state: 'failed', code: row?.error !== null && row?.error !== undefined && row.error in errorCodes ? row.error as ErrorCode : 'consent-ended' };
    },
    take: async (job, person, into, prefix) => {
      const written = JSON.parse((await rowOf(job, person))?.files ?? '[]') as readonly ExportedFile[];
      if (written[0] === undefined) throw new HubError('not-found', 'The export has no files.');
      // The desk's own question, whether she may still have it.
      await desk.file(job, written[0].name, person);
      return files.share(job, written, into, prefix);
    },
    drop: async (job, person) => desk.cancel(job, person).catch((failure: unknown) => {
      if (!(failure instanceof HubError && failure.code === 'not-found')) throw failure;
    }),
  };
}
