import { makeDigest } from '@matpho/core/proof';
import { consume } from '@lit/context';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { aboutContext, type About } from '../hub/contexts.ts';
import { browserVerify } from './browser-verify.ts';
import { checkpointBook } from './checkpoint-book.ts';
import { lookAtLog, type LogStanding } from './look-at-log.ts';
import { saveText } from './save-text.ts';

/** Over every page: looks at the hub's log each time the app opens or the hub comes back, and shouts when it is not the one this device knew. Draws nothing otherwise. */
@customElement('mp-seal-alarm')
export class MpSealAlarm extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    section { display: grid; gap: var(--mp-3); padding: var(--mp-5) max(var(--mp-4), calc((100% - 880px) / 2)); background: var(--mp-danger); color: var(--mp-on-danger); }
    h2 { display: flex; align-items: flex-start; gap: var(--mp-3); }
    h2 mp-icon { flex: none; font-size: 1.4em; }
    .what { background: color-mix(in srgb, var(--mp-on-danger) 14%, transparent); border-radius: var(--mp-radius-small); padding: var(--mp-3) var(--mp-4); }
    ul { display: grid; gap: var(--mp-1); padding-left: 1.2em; list-style: disc; }
    button { min-height: var(--mp-touch); padding: var(--mp-2) var(--mp-4); border: 1px solid var(--mp-on-danger); border-radius: var(--mp-radius); background: transparent; color: inherit; font-weight: 600; font-size: var(--mp-small); cursor: pointer; display: inline-flex; align-items: center; gap: var(--mp-2); text-align: left; }
    button.full { background: var(--mp-on-danger); color: var(--mp-danger); }
    button.plain { border-color: transparent; text-decoration: underline; text-underline-offset: 3px; padding-inline: 0; }
    :focus-visible { outline-color: var(--mp-on-danger); }
    @media (max-width: 599px) { .row { flex-direction: column; align-items: stretch; } }
  `];
  @consume({ context: aboutContext, subscribe: true }) @state() about: About | undefined;
  @state() private standing: LogStanding | undefined;
  private readonly book = checkpointBook(indexedDB);
  private stopListening: (() => void) | undefined;
  private looking = false;
  /** The hub came back while it was being looked at: what failed then may work now. */
  private again = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.stopListening = this.facts.onLink((link) => { if (link === 'open') void this.look(); });
    void this.look();
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopListening?.();
  }

  private async look(): Promise<void> {
    if (this.looking) return void (this.again = true);
    this.looking = true;
    this.again = false;
    try {
      const { verify } = await browserVerify(globalThis.crypto.subtle);
      this.standing = await lookAtLog({
        book: this.book, digest: makeDigest(), verify, demo: this.about?.demo ?? false, now: Date.now,
        ask: () => this.hub.call('GET /api/log'),
        proof: async (from, to) => (await this.hub.call('GET /api/log/consistency', { query: { from, to } })).proof,
      });
    } catch {
      // Away, signed out or no place to keep it: nothing is known that was not known before, and the pages say themselves that the hub is away.
    }
    this.looking = false;
    if (this.again && this.isConnected) await this.look();
  }

  protected override render(): unknown {
    const { standing, t } = this;
    if (standing?.is !== 'alarm') return nothing;
    const { alarm, kept } = standing;
    return html`<section role="alert" aria-labelledby="what">
      <h2 id="what"><mp-icon name="warning"></mp-icon>${t(`seal.alarm_${alarm.is}`)}</h2>
      <p class="what">${t(`seal.why_${alarm.is}`)}</p>
      <p class="small">${kept ? t('seal.knew', { entries: this.words.number(kept.size), at: this.words.moment(kept.at, Date.now()) }) : nothing} ${t('seal.saw', { at: this.words.moment(alarm.at, Date.now()) })}</p>
      <ul class="small"><li>${t('seal.doSave')}</li><li>${t('seal.doAsk')}</li><li>${t('seal.doPause')}</li></ul>
      <div class="row">
        ${kept ? html`<button class="full" @click=${() => saveText('dau-da-giu.note', kept.note)}><mp-icon name="download"></mp-icon>${t('seal.saveKept')}</button>` : nothing}
        <button class="full" @click=${() => saveText('dau-hub-dua-ra.note', alarm.noteNow)}><mp-icon name="download"></mp-icon>${t('seal.saveNow')}</button>
        <button class="plain" @click=${this.accept}>${t('seal.accept')}</button>
      </div>
    </section>`;
  }

  private readonly accept = async (): Promise<void> => {
    if (!(await this.shell.confirm({ title: this.t('seal.acceptTitle'), text: this.t('seal.acceptText'), yes: this.t('seal.acceptYes'), grave: true }))) return;
    await this.book.forget();
    this.standing = undefined;
    await this.look();
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-seal-alarm': MpSealAlarm } }
