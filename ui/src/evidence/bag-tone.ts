import type { BagRow } from '@matpho/core/api';

export const underWay = ({ status }: Pick<BagRow, 'status'>): boolean => status === 'waiting' || status === 'running';
export function toneOf(status: BagRow['status']): 'plain' | 'good' | 'warn' {
  return status === 'done' ? 'good' : status === 'failed' ? 'warn' : 'plain';
}
