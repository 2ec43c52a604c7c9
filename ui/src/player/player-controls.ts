import { html, nothing, svg } from 'lit';
import type { Words } from '../words/words.ts';
import type { RunFacts } from './run-facts.ts';
import { saySize } from './say-how.ts';

const icon = (paths: unknown): unknown => html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`;
const speaker = svg`<path d="M11 5 6 9H2v6h4l5 4z"/>`;
const soundOn = icon(svg`${speaker}<path d="M15.5 8.5a5 5 0 0 1 0 7M19 5a10 10 0 0 1 0 14"/>`);
const soundOff = icon(svg`${speaker}<path d="m22 9-6 6M16 9l6 6"/>`);
const grow = icon(svg`<path d="M8 3H5a2 2 0 0 0-2 2v3M21 8V5a2 2 0 0 0-2-2h-3M3 16v3a2 2 0 0 0 2 2h3M16 21h3a2 2 0 0 0 2-2v-3"/>`);
const shrink = icon(svg`<path d="M8 3v3a2 2 0 0 1-2 2H3M21 8h-3a2 2 0 0 1-2-2V3M3 16h3a2 2 0 0 1 2 2v3M16 21v-3a2 2 0 0 1 2-2h3"/>`);
const waves = icon(svg`<path d="M4 20v-4M10 20v-8M16 20V8M22 20V4"/>`);
/** The lamp that stands where there is no picture yet. */
export const lamp = html`<svg viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" aria-hidden="true"><path d="M14 44h12M20 44V12a6 6 0 0 1 6-6h4"/><path d="M26 16c4-5 12-5 16 0-4 5-12 5-16 0z"/><circle cx="34" cy="16" r="1.6" fill="currentColor"/></svg>`;

interface Given {
  readonly t: Words['t'];
  readonly sound: boolean;
  readonly audio: boolean;
  readonly whole: boolean;
  readonly choice: boolean;
  readonly sharp: boolean;
  /** How it comes, while it does. */
  readonly how: (Pick<RunFacts, 'path' | 'height'> & { readonly words: Words }) | undefined;
  onSound(): void;
  onWhole(): void;
  onQuality(): void;
  onHow(): void;
}

/** What can be pressed on a picture. Keys: `f` full screen, `m` sound. */
export function controls(given: Given): unknown {
  const { t } = given;
  const silence = t(given.audio ? 'player.quiet' : 'player.sound');
  const size = t(given.whole ? 'player.small' : 'player.whole');
  const quality = t(given.sharp ? 'player.toLight' : 'player.toSharp');
  return html`<div class="bar" role="group" aria-label=${t('player.controls')}>
    ${given.how ? howButton(given.how, given.onHow) : nothing}
    ${given.choice ? html`<button @click=${given.onQuality} title=${quality} aria-label=${`${t(given.sharp ? 'player.sharp' : 'player.light')}. ${quality}`}>${t(given.sharp ? 'player.sharp' : 'player.light')}</button>` : nothing}
    ${given.sound ? html`<button @click=${given.onSound} title=${silence} aria-label=${silence} aria-pressed=${given.audio}>${given.audio ? soundOn : soundOff}</button>` : nothing}
    <button @click=${given.onWhole} title=${size} aria-label=${size}>${given.whole ? shrink : grow}</button>
  </div>`;
}

/** Small and quiet: how many lines there are, and by which way. */
function howButton({ path, height, words }: NonNullable<Given['how']>, onHow: () => void): unknown {
  const label = words.t('player.howNow', { path: words.t(`player.path_${path}`), size: saySize({ height }, words) });
  return html`<button class="how" aria-haspopup="dialog" title=${label} aria-label=${label} @click=${onHow}>${waves}<span>${shortName[path]}${height > 0 ? ` · ${saySize({ height }, words)}` : ''}</span></button>`;
}
/** As they are called in every language. */
const shortName: Readonly<Record<RunFacts['path'], string>> = { mse: 'MSE', webrtc: 'WebRTC', hls: 'HLS', mpeg1: 'MPEG-1', mjpeg: 'JPEG', stills: 'JPEG' };
