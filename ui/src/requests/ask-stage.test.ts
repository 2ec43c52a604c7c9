import type { AskRow } from '@matpho/core/api';
import { describe, expect, it } from 'vitest';
import { countdown, inOrder, shareLeft, spent, stageForOfficer, stageOf, usable } from './ask-stage.ts';

const minute = 60_000;
const ask = (id: string, status: AskRow['status'], createdAt: number): AskRow => ({
  id, status, createdAt, lapsesAt: createdAt + 30 * minute, camera: 'c', cameraName: 'Cổng', unit: 'Công an phường', who: 'Nam', role: 'duty_officer', officerNo: '1', action: 'clip', purpose: 'crime', caseNo: null,
  message: '', footage: null, decidedAt: null, approvedUntil: null, usedAt: null, sentence: { vi: '', en: '' }, trimmed: null, covered: 0,
});

describe('an ask as it stands', () => {
  it('lapses on the minute, before the hub says so', () => {
    const pending = ask('a', 'pending', 0);
    expect([29 * minute, 30 * minute].map((now) => stageOf(pending, now))).toEqual(['pending', 'lapsed']);
    expect(stageOf(ask('b', 'approved', 0), 99 * minute)).toBe('approved');
  });

  it('counts down in minutes and seconds and stops at zero', () => {
    expect([0, 1, 500, 29 * minute + 59_999, 40 * minute].map((now) => countdown(30 * minute, now))).toEqual(['30:00', '30:00', '30:00', '0:01', '0:00']);
    expect([0, 15 * minute, 60 * minute].map((now) => shareLeft(ask('a', 'pending', 0), now))).toEqual([1, 0.5, 0]);
  });

  it('puts the most urgent first and what is over below, newest first', () => {
    const rows = [ask('late', 'pending', 20 * minute), ask('old', 'declined', 1), ask('urgent', 'pending', 10 * minute), ask('over', 'pending', -20 * minute), ask('new', 'approved', 15 * minute)];
    const { waiting, past } = inOrder(rows, 21 * minute);
    expect([waiting.map(({ id }) => id), past.map(({ id }) => id)]).toEqual([['urgent', 'late'], ['new', 'old', 'over']]);
  });

  it('an approval is usable until its end, and only an approval', () => {
    expect([{ status: 'approved', approvedUntil: 5 }, { status: 'approved', approvedUntil: 4 }, { status: 'approved', approvedUntil: null }, { status: 'declined', approvedUntil: 9 }].map((one) => usable({ usedAt: null, ...one } as AskRow, 4))).toEqual([true, false, false, false]);
  });

  it('an approval that was used cannot be used again, however long it would have held', () => {
    const used = { ...ask('a', 'approved', 0), approvedUntil: 9 * minute, usedAt: minute };
    expect([usable(used, 2 * minute), spent(used), spent({ ...used, usedAt: null })]).toEqual([false, true, false]);
  });

  it('a no looks to an officer as no answer does', () => {
    expect([stageForOfficer(ask('a', 'declined', 0), 1), stageForOfficer(ask('b', 'lapsed', 0), 1), stageForOfficer(ask('c', 'pending', 0), 1)]).toEqual(['lapsed', 'lapsed', 'pending']);
  });
});
