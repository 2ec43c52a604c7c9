import { html, nothing } from 'lit';
import type { Words } from '../words/words.ts';
import { mayAskAgain, mayTryAgain, type LiveState } from './live-state.ts';
import { lamp } from './player-controls.ts';
import { sayState } from './say-state.ts';

/** Unit, number and time over the picture of somebody from outside: over whichever element shows it. */
export function mark(text: string | null | undefined, words: Pick<Words, 'date' | 'time'>, clock: number): unknown {
  if (!text) return nothing;
  return html`<div class="mark"><span class="across" aria-hidden="true">${text}</span><span class="label">${text} · ${words.date(clock)} ${words.time(clock, true)}</span></div>`;
}

/** What stands over a picture that is not playing, with the way back to it. @param behind something is still seen behind it */
export function say(live: LiveState, words: Words, behind: boolean, again: () => void): unknown {
  const said = sayState(live, words);
  if (!said) return nothing;
  const { t } = words;
  const opening = live.is === 'connecting' || live.is === 'opened';
  return html`<div class="say ${opening ? 'quiet' : behind ? 'over' : ''}" role="status">
    ${behind || opening ? nothing : html`<span class="lit">${lamp}</span>`}
    <p>${said.text}</p>
    ${said.code ? html`<small>${t('player.code', { code: said.code })}</small>` : nothing}
    ${live.is === 'ended' && mayTryAgain(live) ? html`<button @click=${again}>${t('player.again')}</button>` : nothing}
    ${live.is === 'ended' && mayAskAgain(live) ? html`<a href="/officer/requests">${t('player.toRequests')}</a>` : nothing}
  </div>`;
}
