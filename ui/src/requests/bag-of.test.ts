import type { BagRow } from '@matpho/core/api';
import { describe, expect, it } from 'vitest';
import { bagOf, pieceOf, underWay } from './bag-of.ts';

const piece = { n: 1, camera: 'c1', cameraName: 'Cổng', ask: 'a1' as string | null, from: 1, to: 2, outcome: 'waiting' as const, recordedMs: 0, gaps: 0 };
const bag = (id: string, status: BagRow['status'], createdAt: number, ask: string | null = 'a1'): BagRow => ({
  id, status, progress: 0, route: 'R2', purpose: 'crime', caseNo: null, request: null, owners: [], unit: null, officerNo: null, mine: true, pieces: [{ ...piece, ask }], bytes: null, sha256: null, originals: 'with-owner',
  encrypted: null, stamped: 'none', receipt: null, until: null, problem: null, createdAt, doneAt: null, custody: [],
});

describe('the bag of a request', () => {
  it('is the newest that has something of it, whatever came of it; none that was called off, none of another', () => {
    const bags = [bag('1', 'failed', 1), bag('2', 'done', 2), bag('3', 'cancelled', 3), bag('4', 'done', 4, 'a2'), bag('5', 'done', 5, null)];
    expect([bagOf(bags, [{ id: 'a1' }])?.id, bagOf(bags, [{ id: 'a1' }, { id: 'a2' }])?.id, bagOf(bags, [{ id: 'a3' }]), bagOf([], [{ id: 'a1' }])]).toEqual(['2', '4', undefined, undefined]);
  });

  it('has exactly what was given', () => {
    const footage = { from: 10, to: 90 };
    expect([pieceOf({ camera: 'c', footage, trimmed: null }), pieceOf({ camera: 'c', footage, trimmed: { footage: { from: 20, to: 30 }, maxHeight: 720, audio: false } }), pieceOf({ camera: 'c', footage: null, trimmed: null })])
      .toEqual([{ camera: 'c', from: 10, to: 90 }, { camera: 'c', from: 20, to: 30 }, undefined]);
    expect((['waiting', 'running', 'done', 'failed'] as const).map((status) => underWay({ status }))).toEqual([true, true, false, false]);
  });
});
