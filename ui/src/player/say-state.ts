import type { Words } from '../words/words.ts';
import type { LiveState } from './live-state.ts';

type Ended = Extract<LiveState, { is: 'ended' }>;

/** The sentence over a picture that is not playing; nothing while it plays. `code` is shown small below. */
export function sayState(state: LiveState, words: Pick<Words, 't' | 'time'>): { readonly text: string; readonly code?: string } | undefined {
  switch (state.is) {
    case 'idle':
    case 'playing':
    case 'sleeping':
      return undefined;
    case 'connecting':
    case 'opened':
      return { text: words.t('player.opening') };
    case 'waiting':
      return state.problem ? { text: state.problem.message || words.t('player.waiting'), code: state.problem.code } : { text: words.t('player.lost') };
    case 'ended':
      return sayEnd(state, words);
  }
}

function sayEnd(state: Ended, words: Pick<Words, 't' | 'time'>): { readonly text: string; readonly code?: string } {
  const { t } = words;
  const at = words.time(state.at);
  const code = state.problem?.code;
  switch (state.reason) {
    case 'revoked': return { text: t('player.revoked', { at }) };
    case 'paused': return { text: t('player.paused', { at }) };
    case 'expired': return { text: t('player.expired', { at }) };
    case 'viewer': return { text: t('player.stopped', { at }) };
    case 'signed_out': return { text: t('player.signedOut') };
    case 'clock': return { text: t('player.clock'), ...(code ? { code } : {}) };
    case 'not_recorded': return { text: t('player.notRecorded'), ...(code ? { code } : {}) };
    case 'unplayable': return state.spent ? { text: t('player.askAgain') } : { text: t('player.unplayable') };
    default: return state.spent ? { text: t('player.askAgain') } : { text: state.problem?.message || t('player.refused'), ...(code ? { code } : {}) };
  }
}
