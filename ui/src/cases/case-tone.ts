import type { CaseRow } from '@matpho/core/api';

export type Tone = 'good' | 'warn' | 'danger' | 'plain';
/** How a case's state is coloured: amber waits for somebody, red carries nothing. */
export const caseTone: Readonly<Record<CaseRow['state'], Tone>> = { unsigned: 'warn', signed: 'good', halted: 'danger', closed: 'plain' };
