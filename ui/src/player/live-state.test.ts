import type { LiveEvent } from '@matpho/core/api';
import { describe, expect, it } from 'vitest';
import { backoffMs, mayAskAgain, step, type EndWord, type LiveDeed, type LiveInput, type LiveState } from './live-state.ts';

const opened = { type: 'opened', viewing: 'v1', until: null, watermark: null, own: true, role: 'main', made: 'sent' } as const;
const problem = { code: 'camera-stalled', message: 'Camera ngừng gửi hình.' };
const said = (event: LiveEvent): LiveInput => ({ type: 'said', event, at: 5 });
const lost: LiveInput = { type: 'lost', at: 6 };
const ended = (reason: EndWord): LiveInput => said({ type: 'ended', reason, problem });

function play(inputs: readonly LiveInput[]): { is: string; deeds: LiveDeed[] } {
  let state: LiveState = { is: 'idle' };
  const deeds: LiveDeed[] = [];
  for (const input of inputs) {
    const next = step(state, input);
    state = next.state;
    deeds.push(...next.deeds);
  }
  return { is: state.is, deeds };
}
const after = (inputs: readonly LiveInput[]): unknown => inputs.reduce<LiveState>((state, input) => step(state, input).state, { is: 'idle' });
const playing: LiveInput[] = [{ type: 'start' }, said(opened), { type: 'frame' }];

describe('the life of a live picture', () => {
  it('opens and plays', () => {
    expect(play(playing)).toEqual({ is: 'playing', deeds: ['close', 'connect'] });
  });

  it('comes back by itself after the connection is lost', () => {
    expect(play([...playing, lost])).toEqual({ is: 'waiting', deeds: ['close', 'connect', 'close', 'retry'] });
    expect(play([...playing, lost, { type: 'again' }]).is).toBe('connecting');
  });

  it.each(['source', 'slow', 'shutdown'] as const)('tries again after %s', (reason) => {
    expect(play([...playing, ended(reason)]).deeds.slice(-2)).toEqual(['close', 'retry']);
  });

  it.each(['revoked', 'expired', 'paused', 'refused', 'signed_out', 'clock', 'not_recorded'] as const)('after %s the picture is cleared and nothing is tried', (reason) => {
    expect(play([...playing, ended(reason), lost, { type: 'wake' }])).toEqual({ is: 'ended', deeds: ['close', 'connect', 'close', 'clear'] });
  });

  it.each([['revoked', 'ended'], ['expired', 'ended'], ['paused', 'connecting'], ['not_recorded', 'connecting']] as const)('a person pressing again after %s leads to %s', (reason, is) => {
    expect(play([...playing, ended(reason), { type: 'again' }]).is).toBe(is);
  });

  it('waits for the camera on the same socket and plays on with the next frame', () => {
    const waiting: LiveInput[] = [...playing, said({ type: 'waiting', problem })];
    expect(play(waiting)).toEqual({ is: 'waiting', deeds: ['close', 'connect'] });
    expect(play([...waiting, { type: 'frame' }]).is).toBe('playing');
  });

  it('closes while nobody looks and opens again when somebody does', () => {
    expect(play([...playing, { type: 'sleep' }])).toEqual({ is: 'sleeping', deeds: ['close', 'connect', 'close'] });
    expect(play([...playing, { type: 'sleep' }, lost, ended('source')]).is).toBe('sleeping');
    expect(play([...playing, { type: 'sleep' }, { type: 'wake' }]).is).toBe('connecting');
  });

  it.each([[[lost], 'lost'], [[ended('source')], 'source'], [[ended('slow')], 'slow'], [[said({ type: 'waiting', problem }), lost], 'lost']] as const)('under an approval for one viewing nothing is opened again by itself, %#', (inputs, reason) => {
    let state: LiveState = { is: 'idle' };
    const deeds: LiveDeed[] = [];
    for (const input of [...playing, ...inputs, { type: 'again' } as const, { type: 'wake' } as const]) {
      const next = step(state, input, true);
      state = next.state;
      deeds.push(...next.deeds);
    }
    expect([state, deeds]).toMatchObject([{ is: 'ended', reason, spent: true }, ['close', 'connect', 'close', 'clear']]);
    expect(mayAskAgain({ reason, spent: true })).toBe(true);
  });

  it('an approval that did not open anything yet is tried again, one that was used elsewhere is asked for again', () => {
    const connecting = step({ is: 'idle' }, { type: 'start' }, true).state;
    expect(step(connecting, lost, true).state.is).toBe('waiting');
    expect(step(connecting, said({ type: 'ended', reason: 'refused', problem: { code: 'needs-approval', message: '' } }), true).state).toMatchObject({ is: 'ended', spent: true });
    expect(step(connecting, ended('refused'), true).state).toMatchObject({ is: 'ended', spent: false });
  });

  it('a late frame never brings an ended picture back', () => {
    expect(play([...playing, ended('revoked'), { type: 'frame' }, said(opened)]).is).toBe('ended');
  });

  it('counts failures in a row and forgets them once it plays', () => {
    expect(after([{ type: 'start' }, lost, { type: 'again' }, lost])).toMatchObject({ tries: 2 });
    expect(after([{ type: 'start' }, lost, { type: 'again' }, said(opened), { type: 'frame' }, lost])).toMatchObject({ tries: 1 });
  });
});

describe('another way of sending it', () => {
  const start: LiveInput = { type: 'start' };
  const change: LiveInput = { type: 'switch', at: 7 };
  it.each<readonly [string, readonly LiveInput[], boolean, string, readonly LiveDeed[]]>([
    ['before the hub answered', [start], false, 'connecting', ['close', 'connect']],
    ['while it plays', playing, false, 'connecting', ['close', 'connect']],
    ['after the hub said it cannot send it so', [start, ended('refused')], false, 'connecting', ['close', 'connect']],
    ['after nothing was left, by a person\'s wish', [start, { type: 'unplayable', at: 6 }], false, 'connecting', ['close', 'connect']],
    ['under an approval for one viewing, before it opened', [start], true, 'connecting', ['close', 'connect']],
    ['under an approval for one viewing, once opened: it would need another', playing, true, 'ended', ['close', 'clear']],
    ['while nobody looks', [...playing, { type: 'sleep' }], false, 'sleeping', []],
    ['when nothing was begun', [], false, 'idle', []],
  ])('%s', (_name, inputs, once, is, deeds) => {
    const before = inputs.reduce<LiveState>((state, input) => step(state, input, once).state, { is: 'idle' });
    const next = step(before, change, once);
    expect([next.state.is, next.deeds]).toEqual([is, deeds]);
  });

  it('with no way left it ends, and a person may try again', () => {
    const over = step(step({ is: 'idle' }, start).state, { type: 'unplayable', at: 7 }).state;
    expect(over).toEqual({ is: 'ended', reason: 'unplayable', problem: null, at: 7, spent: false });
    expect(step(over, { type: 'again' }).state.is).toBe('connecting');
  });
});

describe('the pause between tries', () => {
  it('doubles, is spread over its upper half, and never exceeds 15 s', () => {
    expect([1, 2, 3, 6, 40].map((tries) => [backoffMs(tries, 0), backoffMs(tries, 1)])).toEqual([[250, 500], [500, 1_000], [1_000, 2_000], [7_500, 15_000], [7_500, 15_000]]);
  });
});
