import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HubProblem } from '../../hub/hub-problem.ts';
import { Part } from '../screen.ts';
import { sheet } from './sheet.ts';

/** What happened, what is safe, what to do; the code small below. `retryable` draws a button that fires `mp-retry`. */
@customElement('mp-error')
export class MpError extends Part {
  static override styles = [sheet, css`
    :host { display: block; }
    .box { display: flex; gap: var(--mp-3); padding: var(--mp-4); border-radius: var(--mp-radius); background: var(--mp-warn-soft); }
    .box > mp-icon { color: var(--mp-warn); margin-top: 0.15em; }
    .code { color: var(--mp-muted); font-size: var(--mp-tiny); margin-top: var(--mp-1); }
    mp-button { margin-top: var(--mp-3); }
  `];
  @property({ attribute: false }) problem: HubProblem | undefined;
  @property({ type: Boolean }) retryable = false;

  override render(): unknown {
    if (!this.problem) return nothing;
    return html`<div class="box" role="alert"><mp-icon name=${this.problem.code === 'offline' ? 'cloud-off' : this.problem.code === 'not-allowed' ? 'lock' : 'warning'}></mp-icon>
      <div class="grow"><p>${problemText(this.problem, this.t)}</p><p class="code">${this.t('app.code', { code: this.problem.code })}</p>
      ${this.retryable ? html`<mp-button icon="refresh" @click=${this.retry}>${this.t('app.retry')}</mp-button>` : nothing}</div></div>`;
  }

  private readonly retry = (): void => {
    this.dispatchEvent(new Event('mp-retry'));
  };
}

/** The hub's own sentence; ours when it could not answer. */
export function problemText(problem: HubProblem, t: Part['t']): string {
  if (problem.code === 'offline' || problem.code === 'hub-away') return t('app.offlineProblem');
  if (problem.code === 'not-allowed') return t('app.notAllowed');
  return problem.message || t('app.unknownProblem');
}
declare global { interface HTMLElementTagNameMap { 'mp-error': MpError } }
