import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import { repeat } from 'lit/directives/repeat.js';
import { Part } from '../app/screen.ts';
import type { LiveState } from '../player/live-state.ts';
import '../control/mp-move-control.ts';
import '../control/mp-talk-control.ts';
import '../player/mp-player.ts';
import type { Look } from './offers.ts';

/** Up to four live pictures, each with its purpose and remaining time under it. Fires `mp-close` (detail: the camera's id). */
@customElement('mp-wall')
export class MpWall extends Part {
  static override styles = [Part.styles, css`
    :host { display: block; }
    .wall { display: grid; gap: var(--mp-4); grid-template-columns: minmax(0, 1fr); }
    @media (min-width: 700px) { .wall.many { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
    .tile { background: var(--mp-surface); border: 1px solid var(--mp-line); border-radius: var(--mp-radius); box-shadow: var(--mp-shadow); overflow: clip; }
    mp-player { --mp-player-radius: 0; }
    .under { display: flex; align-items: flex-start; gap: var(--mp-3); padding: var(--mp-3) var(--mp-4); }
    .left { font-weight: 600; }
    .hand { display: flex; flex-direction: column; gap: var(--mp-3); padding: 0 var(--mp-4) var(--mp-4); }
  `];
  @property({ attribute: false }) looks: readonly Look[] = [];
  @state() private ends: ReadonlyMap<string, number | null> = new Map();

  protected override render(): unknown {
    return html`<div class=${classMap({ wall: true, many: this.looks.length > 1 })}>${repeat(this.looks, (look) => look.camera, (look) => this.tile(look))}</div>`;
  }

  private tile(look: Look): unknown {
    const until = this.ends.get(look.camera);
    return html`<div class="tile">
      <mp-player .camera=${look.camera} .name=${look.name} .reason=${reasonOf(look)} ?sound=${look.sound} quality="main" @statechange=${(event: CustomEvent<LiveState>) => this.follow(look.camera, event.detail)}></mp-player>
      <div class="under"><div class="grow"><h3>${look.name}</h3>
        <p class="small">${this.t('consent.purposeIs', { purpose: this.t(`consent.purpose_${look.purpose}`) })}${look.caseNo ? html` · ${this.t('consent.caseNo', { number: look.caseNo })}` : nothing}</p>
        ${until ? html`<p class="small left"><mp-time as="left" .at=${until}></mp-time></p>` : nothing}</div>
        <mp-button icon="x" tone="plain" label=${this.t('officer.closeView', { name: look.name })} @click=${() => this.dispatchEvent(new CustomEvent('mp-close', { detail: look.camera, bubbles: true, composed: true }))}></mp-button></div>
      ${look.controls?.length ? this.hand(look, look.controls) : nothing}</div>`;
  }

  /** Its motors and its loudspeaker, under the same purpose; each is a permit of its own. */
  private hand(look: Look, controls: NonNullable<Look['controls']>): unknown {
    const reason = controlReasonOf(look);
    return html`<div class="hand">
      ${controls.includes('ptz') ? html`<mp-move-control .camera=${look.camera} .reason=${reason}></mp-move-control>` : nothing}
      ${controls.includes('talk') ? html`<mp-talk-control .camera=${look.camera} .reason=${reason}></mp-talk-control>` : nothing}
      <p class="small muted">${this.t('control.onRecord')}</p></div>`;
  }

  private follow(camera: string, live: LiveState): void {
    const until = live.is === 'ended' ? null : 'opened' in live ? (live.opened?.until ?? null) : (this.ends.get(camera) ?? null);
    if (this.ends.get(camera) !== until) this.ends = new Map(this.ends).set(camera, until);
  }
}

/** One object per look: a new one would open the picture again. */
const reasons = new WeakMap<Look, object>();
function reasonOf(look: Look): object {
  const made = reasons.get(look) ?? { unit: look.unit, purpose: look.purpose, ...(look.caseNo ? { caseNo: look.caseNo } : {}), ...(look.ask ? { ask: look.ask } : {}) };
  reasons.set(look, made);
  return made;
}
/** Without the ask: a yes to looking is none to turning. */
function controlReasonOf({ unit, purpose, caseNo }: Look): object {
  return { unit, purpose, ...(caseNo ? { caseNo } : {}) };
}
declare global { interface HTMLElementTagNameMap { 'mp-wall': MpWall } }
