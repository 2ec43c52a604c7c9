import type { ExportRow } from '@matpho/core/api';

/** What was asked for together, or one export alone. */
export interface ExportGroup {
  readonly key: string;
  readonly rows: readonly ExportRow[];
}

/** The newest first; cameras of one archive together, by name. */
export function groupRows(rows: readonly ExportRow[]): readonly ExportGroup[] {
  const groups = new Map<string, ExportRow[]>();
  for (const row of rows.toSorted((a, b) => b.createdAt - a.createdAt)) {
    const key = row.bundle ?? row.id;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups].map(([key, of]) => ({ key, rows: of.toSorted((a, b) => a.cameraName.localeCompare(b.cameraName, 'vi')) }));
}
export function isUnderWay({ status }: Pick<ExportRow, 'status'>): boolean {
  return status === 'waiting' || status === 'running';
}
/** One state for all of them: under way as long as one is, done when one can be fetched. */
export function stateOf(rows: readonly ExportRow[]): ExportRow['status'] {
  return (['running', 'waiting', 'done', 'failed', 'cancelled'] as const).find((status) => rows.some((row) => row.status === status)) ?? 'cancelled';
}
/** Of all cameras together, 0 to 1. */
export function shareOf(rows: readonly ExportRow[]): number {
  const shares = rows.map((row) => (isUnderWay(row) ? Math.min(1, Math.max(0, row.progress)) : 1));
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
}
