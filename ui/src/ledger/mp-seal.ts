import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import '../seal/mp-log-check.ts';

/** Whether the ledger is whole, and the button that checks it again. */
@customElement('mp-seal')
export class MpSeal extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .seal { display: flex; flex-wrap: wrap; align-items: flex-start; gap: var(--mp-3) var(--mp-4); padding: var(--mp-4) var(--mp-5); border-radius: var(--mp-radius); background: var(--mp-accent-soft); }
    .seal.broken { background: var(--mp-danger-soft); border: 1px solid var(--mp-danger); }
    .seal > mp-icon { font-size: 1.5rem; color: var(--mp-accent); }
    .seal.broken > mp-icon { color: var(--mp-danger); }
    .grow { flex: 1 1 260px; }
    summary { cursor: pointer; font-size: var(--mp-small); min-height: 32px; display: inline-flex; align-items: center; color: var(--mp-accent-strong); text-decoration: underline; text-underline-offset: 3px; list-style: none; }
    summary::-webkit-details-marker { display: none; }
    summary { min-height: var(--mp-touch); }
    .self { flex: 1 1 100%; border-top: 1px solid color-mix(in srgb, var(--mp-accent) 25%, transparent); padding-top: var(--mp-2); }
    mp-log-check { margin-top: var(--mp-2); }
    dl { margin-top: var(--mp-2); font-size: var(--mp-tiny); }
  `];
  @state() private busy = false;
  private readonly seal = new LoadController(this, { load: (signal) => this.hub.call('GET /api/ledger/seal', { signal }) });

  protected override render(): unknown {
    return this.seal.draw((seal) => html`<div class="seal ${seal.intact ? '' : 'broken'}">
      <mp-icon name=${seal.intact ? 'shield' : 'warning'}></mp-icon>
      <div class="grow" aria-live="polite"><p class="strong">${seal.intact ? this.t('ledger.sealed', { entries: this.words.number(seal.entries), at: this.words.moment(seal.checkedAt, Date.now()) }) : this.t('ledger.broken')}</p>
        ${seal.problem ? html`<p>${this.words.of(seal.problem)}</p>` : nothing}
        <details><summary>${this.t('ledger.fingerprint')}</summary><dl><dd class="muted">${this.t('ledger.sealWhat')}</dd><dd class="mono">${seal.root}</dd></dl></details></div>
      <mp-button icon="refresh" ?busy=${this.busy} @click=${this.check}>${this.t(this.busy ? 'ledger.checking' : 'ledger.check')}</mp-button>
      <details class="self"><summary>${this.t('seal.selfTitle')}</summary><mp-log-check></mp-log-check></details></div>`, html`<mp-skeleton shape="rows" count="1"></mp-skeleton>`);
  }

  private readonly check = async (): Promise<void> => {
    this.busy = true;
    try {
      const seal = await this.hub.call('POST /api/ledger/check');
      this.seal.put(seal);
      if (seal.intact) this.shell.toast(this.t('ledger.sealedNow', { entries: this.words.number(seal.entries) }));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-seal': MpSeal } }
