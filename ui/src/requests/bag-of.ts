import type { AskRow, BagRow } from '@matpho/core/api';

/** The newest bag with something given by one of these asks; one that was thrown away before it was made does not count. */
export function bagOf(bags: readonly BagRow[], asks: readonly Pick<AskRow, 'id'>[]): BagRow | undefined {
  const ids = new Set(asks.map(({ id }) => id));
  return bags.filter(({ status, pieces }) => status !== 'cancelled' && pieces.some(({ ask }) => ask !== null && ids.has(ask))).toSorted((a, b) => b.createdAt - a.createdAt)[0];
}

/** What of an ask she gave: a bag has exactly that. */
export function pieceOf({ camera, footage, trimmed }: Pick<AskRow, 'camera' | 'footage' | 'trimmed'>): { readonly camera: string; readonly from: number; readonly to: number } | undefined {
  const given = trimmed?.footage ?? footage;
  return given ? { camera, from: given.from, to: given.to } : undefined;
}
export const underWay = ({ status }: Pick<BagRow, 'status'>): boolean => status === 'waiting' || status === 'running';
