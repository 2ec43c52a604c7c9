import type { AskTrim, OwnerAskRow, RedactionRegion } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { styleOf } from '../app/parts/style-of.ts';
import { Screen } from '../app/screen.ts';
import { Ticker } from '../home/ticker.ts';
import { countdown, shareLeft, stageOf } from './ask-stage.ts';
import './mp-ask-preview.ts';
import type { MpAskPreview } from './mp-ask-preview.ts';
import './mp-ask-trim.ts';
import '../redaction/mp-redaction-editor.ts';
import { newRegion } from '../redaction/regions.ts';

/** One request that waits: who, why, which camera and minutes, the footage itself, what a yes means, and four buttons. Fires `mp-answered` (detail: the ask). */
@customElement('mp-ask-card')
export class MpAskCard extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .who { display: flex; gap: var(--mp-3); }
    .who > mp-icon { margin-top: 0.2em; color: var(--mp-accent); }
    h2 { font-size: var(--mp-h3); }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: var(--mp-2) var(--mp-4); }
    dt { color: var(--mp-muted); }
    dd { min-width: 0; }
    .sentence { padding: var(--mp-4); border-radius: var(--mp-radius-small); background: var(--mp-sunken); }
    .sentence .small { margin-bottom: 2px; }
    .left { display: flex; flex-direction: column; gap: var(--mp-1); }
    .track { height: 6px; border-radius: 3px; background: var(--mp-sunken); overflow: hidden; }
    .track span { display: block; height: 100%; background: var(--mp-accent); border-radius: 3px; transition: width 1s linear; }
    .track.soon span { background: var(--mp-warn); }
    .ends { display: grid; grid-template-columns: 1fr 1fr; gap: var(--mp-3); }
    .ends .yes { grid-column: 1 / -1; }
    .ends .no:nth-child(4) { grid-column: 1 / -1; }
    .held { display: flex; gap: var(--mp-2); align-items: flex-start; }
    .held mp-icon { margin-top: 0.2em; }
    @media (min-width: 700px) { .ends { grid-template-columns: 1fr 1fr 1fr 1.4fr; } .ends .yes { grid-column: auto; order: 3; } .ends .no:nth-child(4) { grid-column: auto; order: -1; } }
    [hidden] { display: none; }
    @media (prefers-reduced-motion: reduce) { .track span { transition: none; } }
  `];
  @property({ attribute: false }) ask: OwnerAskRow | undefined;
  @state() private busy: 'approve' | 'decline' | '' = '';
  @state() private trimming = false;
  @state() private covering = false;
  @state() private regions: readonly RedactionRegion[] = [];
  /** Address of what is previewed, once it is there. */
  @state() private film = '';
  /** Nothing of it was recorded: there is nothing to speak of holding. */
  @state() private empty = false;
  @query('mp-ask-preview') private readonly preview!: MpAskPreview | null;

  protected readonly ticker = new Ticker(this, 1000);

  protected override render(): unknown {
    const { ask } = this;
    if (!ask) return nothing;
    const now = Date.now();
    const left = shareLeft(ask, now);
    return html`<mp-card><div class="stack">
      <div class="who"><mp-icon name="hand"></mp-icon><div><h2>${this.t('requests.wants', { who: ask.unit, what: this.t(`consent.action_${ask.action}`) })}</h2>
        <p class="muted small">${this.t('requests.who', { role: this.t(`terms.unitRole_${ask.role}`), name: ask.who, number: ask.officerNo })}</p></div></div>
      <dl>
        <dt>${this.t('requests.camera')}</dt><dd class="strong">${ask.cameraName}</dd>
        ${ask.footage ? html`<dt>${this.t('requests.footage')}</dt><dd class="strong">${this.footage(ask.footage, now)}</dd>` : nothing}
        <dt>${this.t('requests.why')}</dt><dd>${this.t(`consent.purpose_${ask.purpose}`)}</dd>
        <dt>${this.t('requests.case')}</dt><dd>${ask.caseNo ?? this.t('requests.noCase')}</dd>
        <dt>${this.t('requests.message')}</dt><dd>${ask.message}</dd>
      </dl>
      ${ask.footage && stageOf(ask, now) === 'pending' ? html`<div role="group" aria-label=${this.t('requests.preview')}><mp-ask-preview ?hidden=${this.covering} ask=${ask.id} .footage=${ask.footage} @mp-film=${(event: CustomEvent<string>) => (this.film = event.detail)} @mp-none=${() => (this.empty = true)}></mp-ask-preview>
        ${this.covering ? html`<mp-redaction-editor .src=${this.film} .from=${ask.footage.from} .to=${ask.footage.to} .regions=${this.regions} @mp-regions=${(event: CustomEvent<readonly RedactionRegion[]>) => (this.regions = event.detail)}></mp-redaction-editor>` : nothing}</div>
        ${ask.hold === null || this.empty ? nothing : html`<p class="held small ${ask.hold === 'held' ? 'muted' : 'warn'}"><mp-icon name=${ask.hold === 'held' ? 'lock' : 'warning'}></mp-icon><span>${this.t(ask.hold === 'held' ? 'requests.held' : 'requests.noRoom')}</span></p>`}` : nothing}
      <div class="sentence"><p class="small muted">${this.t('requests.ifAgree')}</p><p>${this.words.of(ask.sentence)}</p></div>
      ${stageOf(ask, now) === 'pending' ? html`
        <div class="left"><p class="apart small"><span class="muted">${this.t('requests.lapses')}</span><span class="strong" role="timer">${countdown(ask.lapsesAt, now)}</span></p>
          <div class="track ${left < 0.2 ? 'soon' : ''}" aria-hidden="true"><span style=${styleOf({ width: `${left * 100}%` })}></span></div></div>
        ${this.trimming || this.covering ? this.less(ask) : html`
        <div class="ends"><mp-button class="yes" wide tone="primary" ?busy=${this.busy === 'approve'} ?disabled=${this.busy === 'decline'} @click=${() => this.answer('approve', {})}>${this.t('requests.approve')}</mp-button>
          <mp-button wide ?disabled=${this.busy !== ''} @click=${() => (this.trimming = true)}>${this.t('requests.trim')}</mp-button>
          ${this.film ? html`<mp-button wide ?disabled=${this.busy !== ''} @click=${this.cover}>${this.t('requests.cover')}</mp-button>` : nothing}
          <mp-button class="no" wide ?busy=${this.busy === 'decline'} ?disabled=${this.busy === 'approve'} @click=${() => this.answer('decline', {})}>${this.t('requests.decline')}</mp-button></div>
        <p class="tiny muted">${this.t('requests.declineNote')}</p>`}` : html`<p class="muted">${this.t('requests.status_lapsed')}</p>`}
    </div></mp-card>`;
  }

  /** A part of it, or with parts of the picture covered, or both: one button says yes to what is left. */
  private less(ask: OwnerAskRow): unknown {
    const covered = this.regions.length;
    return html`${covered > 0 ? html`<p class="small held" role="status"><mp-icon name="eye-off"></mp-icon><span>${this.t('requests.covers', { count: covered })}</span></p>` : nothing}
      <mp-ask-trim .ask=${ask} ?busy=${this.busy === 'approve'} ?brief=${!this.trimming} .not=${this.covering && !this.trimming && covered === 0 ? this.t('requests.coverFirst') : ''} @mp-look-at=${(event: CustomEvent<number>) => this.preview?.show(event.detail)} @mp-cancel=${this.back} @mp-trimmed=${(event: CustomEvent<AskTrim>) => this.answer('approve', event.detail)}></mp-ask-trim>
      ${this.covering && this.trimming ? nothing : html`<div>${this.covering ? html`<mp-button tone="plain" @click=${() => (this.trimming = true)}>${this.t('requests.trimToo')}</mp-button>` : this.film ? html`<mp-button tone="plain" @click=${this.cover}>${this.t('requests.coverToo')}</mp-button>` : nothing}</div>`}`;
  }
  private readonly cover = async (): Promise<void> => {
    const footage = this.ask?.footage;
    this.preview?.pause();
    this.covering = true;
    // One lies there already, to be pulled where it belongs.
    if (footage && this.regions.length === 0) this.regions = [newRegion(footage.from, footage.to, footage.from)];
    await this.updateComplete;
    this.shadowRoot?.querySelector('mp-redaction-editor')?.scrollIntoView({ block: 'start', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
  };
  private readonly back = (): void => {
    this.trimming = false;
    this.covering = false;
    this.regions = [];
  };

  private footage(footage: { readonly from: number; readonly to: number }, now: number): string {
    return this.t('requests.footageIs', { ...this.words.ends(footage, now), span: this.words.duration(footage.to - footage.from) });
  }

  private async answer(word: 'approve' | 'decline', trim: AskTrim): Promise<void> {
    const { ask } = this;
    if (!ask) return;
    this.busy = word;
    try {
      const answered = word === 'approve' ? await this.hub.call('POST /api/asks/:id/approve', { params: { id: ask.id }, body: { ...trim, ...(this.regions.length > 0 ? { regions: [...this.regions] } : {}) } }) : await this.hub.call('POST /api/asks/:id/decline', { params: { id: ask.id } });
      this.shell.toast(this.t(word === 'approve' ? 'requests.approvedToast' : 'requests.declinedToast'));
      this.dispatchEvent(new CustomEvent('mp-answered', { detail: answered, bubbles: true, composed: true }));
    } catch (thrown) {
      this.shell.fail(thrown);
      this.dispatchEvent(new CustomEvent('mp-answered', { detail: undefined, bubbles: true, composed: true }));
    }
    this.busy = '';
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-ask-card': MpAskCard } }
