import type { WrittenState } from '@matpho/core/api';
import { describe, expect, it } from 'vitest';
import { waitsForOwner } from './written-sight.ts';

describe('a paper waits for the owner', () => {
  it.each<[WrittenState, 'answer' | 'destruction' | null, boolean]>([
    ['received', null, true], ['checking', null, true], ['clarifying', null, false], ['clarifying', 'answer', true], ['executing', null, false],
    ['delivered', null, false], ['delivered', 'destruction', false], ['recalled', null, false], ['refused', null, false], ['withdrawn', null, false], ['closed', null, false],
  ])('%s, late with %s: %s', (status, overdue, waits) => {
    expect(waitsForOwner({ status, overdue })).toBe(waits);
  });
});
