import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../app/screen.ts';

/** So many pictures at once, at most. */
const mostCameras = 9;
export interface Chip {
  readonly id: string;
  readonly name: string;
  /** Whose it is, where there are several. */
  readonly group: string;
}

/** Which cameras are on the wall. Fires `mp-choose` (detail: their ids, in the order of the list). */
@customElement('mp-camera-chips')
export class MpCameraChips extends Part {
  static override styles = [Part.styles, css`
    :host { display: block; min-width: 0; }
    .groups { display: flex; gap: var(--mp-2) var(--mp-5); flex-wrap: wrap; }
    .group { display: flex; flex-wrap: wrap; gap: var(--mp-2); align-items: center; min-width: 0; }
    button { display: inline-flex; align-items: center; gap: var(--mp-2); min-height: var(--mp-touch); padding: 0 var(--mp-4); border: 1px solid var(--mp-outline); border-radius: var(--mp-radius-pill); background: var(--mp-surface); font-size: var(--mp-small); font-weight: 500; cursor: pointer; }
    button:hover { background: var(--mp-sunken); }
    button[aria-pressed='true'] { background: var(--mp-accent-soft); border-color: var(--mp-accent); color: var(--mp-accent-strong); }
    button:disabled { opacity: 0.5; cursor: default; }
    button:focus-visible { border-radius: var(--mp-radius-pill); }
    mp-icon { width: 18px; height: 18px; }
    @media (min-width: 900px) { button { padding: 0 var(--mp-3); gap: 6px; } .group { gap: 6px; } }
    @media (max-width: 699px) { .groups, .group { flex-wrap: nowrap; } .groups { overflow-x: auto; margin-inline: calc(-1 * var(--mp-4)); padding: 3px var(--mp-4); scrollbar-width: none; } .group { flex: none; } button { flex: none; } }
  `];
  @property({ attribute: false }) cameras: readonly Chip[] = [];
  @property({ attribute: false }) chosen: readonly string[] = [];

  protected override render(): unknown {
    const groups = [...new Set(this.cameras.map(({ group }) => group))];
    return html`<div class="groups" role="group" aria-label=${this.t('timeline.choose')}>${groups.map((group) => html`<div class="group">${groups.length > 1 ? html`<span class="small muted">${group}</span>` : nothing}
      ${this.cameras.filter((camera) => camera.group === group).map((camera) => this.one(camera))}</div>`)}</div>
      ${this.chosen.length >= mostCameras && this.cameras.length > mostCameras ? html`<p class="small muted" role="status">${this.t('timeline.full')}</p>` : nothing}`;
  }

  private one({ id, name }: Chip): unknown {
    const on = this.chosen.includes(id);
    return html`<button aria-pressed=${on ? 'true' : 'false'} ?disabled=${!on && this.chosen.length >= mostCameras} @click=${() => this.toggle(id, on)}><mp-icon name=${on ? 'check' : 'camera'}></mp-icon>${name}</button>`;
  }

  private toggle(id: string, on: boolean): void {
    const detail = this.cameras.map((camera) => camera.id).filter((each) => (each === id ? !on : this.chosen.includes(each)));
    this.dispatchEvent(new CustomEvent('mp-choose', { detail, bubbles: true, composed: true }));
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-camera-chips': MpCameraChips } }
