import type { Me } from '@matpho/core/api';
import type { Reply } from '../hub/hub-client.ts';
import { keptBy } from './watching.ts';

type Pause = Reply<'GET /api/pauses'>[number];

/** One household or business as it stands: paused as a whole, or not. */
export interface PauseRow {
  readonly owner: string;
  readonly ownerName: string;
  /** Pauses of everything it has, oldest first; none while it shares. Pauses of one camera are not among them. */
  readonly pauses: readonly Pause[];
  /** Whoever of the house laid them may allow it again; each of them. */
  readonly mayLift: boolean;
}

/** A row for each household or business for which she may pause, in the order of her memberships. */
export function pauseRows(me: Me, pauses: readonly Pause[]): readonly PauseRow[] {
  return keptBy(me).map(({ owner, ownerName }) => ({
    owner, ownerName, ...laidOn(pauses.filter((pause) => pause.owner === owner && pause.camera === null).toSorted((a, b) => a.since - b.since)),
  }));
}

function laidOn(pauses: readonly Pause[]): Pick<PauseRow, 'pauses' | 'mayLift'> {
  return { pauses, mayLift: pauses.every((pause) => pause.mayLift) };
}
