import { css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { MpDialog } from '../app/parts/mp-dialog.ts';
import { Screen } from '../app/screen.ts';
import '../exports/mp-export-form.ts';
import { longest } from '../exports/interval.ts';
import type { Reason } from '../player/mp-player.ts';
import { spanOf, type Span } from './view-window.ts';

/** What a keeper does with a chosen interval: a file of it, or evidence. For an officer with a reason: a file. */
@customElement('mp-interval-acts')
export class MpIntervalActs extends Screen {
  static override styles = [Screen.styles, css`:host { display: contents; } .stack { gap: var(--mp-4); }`];
  @property({ attribute: false }) cameras: readonly { readonly id: string; readonly name: string }[] = [];
  @property({ attribute: false }) marks!: Span;
  @property({ attribute: false }) reason: Partial<Reason> | undefined;
  @state() private camera = '';
  @query('mp-dialog') private readonly dialog!: MpDialog;

  protected override render(): unknown {
    const { t, cameras, marks } = this;
    const camera = cameras.find(({ id }) => id === this.camera) ?? cameras[0];
    const tooLong = spanOf(marks) > longest;
    const asked = new URLSearchParams([...cameras.map(({ id }) => ['camera', id]), ['from', String(marks.from)], ['to', String(marks.to)]]);
    return html`<mp-button icon="download" ?disabled=${tooLong} @click=${() => this.dialog.show()}>${t('timeline.download')}</mp-button>
      ${this.reason ? nothing : html`<mp-button icon="shield" ?disabled=${tooLong} href=${`/evidence?${asked}`}>${t('timeline.evidence')}</mp-button>`}
      ${tooLong ? html`<p class="small muted" role="status">${t('timeline.tooLong')}</p>` : nothing}
      <mp-dialog heading=${t('timeline.download')}><div class="stack">
        ${cameras.length > 1 ? html`<mp-select label=${t('timeline.ofCamera')} .value=${camera?.id ?? ''} .choices=${cameras.map(({ id, name }) => ({ value: id, label: name }))} @change=${(event: Event) => (this.camera = (event.target as HTMLInputElement).value)}></mp-select>` : nothing}
        <mp-export-form .camera=${camera?.id ?? ''} .fixed=${marks} .reason=${this.reason} @mp-exported=${() => { this.dialog.close(); this.shell.go('/exports'); }}></mp-export-form></div></mp-dialog>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-interval-acts': MpIntervalActs } }
