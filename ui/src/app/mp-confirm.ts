import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { MpDialog } from './parts/mp-dialog.ts';
import { sheet } from './parts/sheet.ts';
import { Part } from './screen.ts';
import type { Question } from './shell.ts';

/** One question with two answers. Closing it in any other way is a no. */
@customElement('mp-confirm')
export class MpConfirm extends Part {
  static override styles = [sheet, css`.row { justify-content: flex-end; margin-top: var(--mp-2); } @media (max-width: 599px) { .row { flex-direction: column-reverse; align-items: stretch; } }`];
  @state() private question: Question | undefined;
  @query('mp-dialog') private readonly dialog!: MpDialog;
  private answer: ((yes: boolean) => void) | undefined;

  ask(question: Question): Promise<boolean> {
    this.settle(false);
    this.question = question;
    return new Promise((resolve) => {
      this.answer = resolve;
      this.dialog.show();
    });
  }

  override render(): unknown {
    return html`<mp-dialog heading=${this.question?.title ?? ''} @mp-closed=${() => this.settle(false)}>
      ${this.question?.text ? html`<p>${this.question.text}</p>` : nothing}
      <div class="row"><mp-button @click=${() => this.close(false)}>${this.t('app.cancel')}</mp-button><mp-button tone=${this.question?.grave ? 'danger' : 'primary'} @click=${() => this.close(true)}>${this.question?.yes ?? ''}</mp-button></div>
    </mp-dialog>`;
  }

  private close(yes: boolean): void {
    this.settle(yes);
    this.dialog.close();
  }

  private settle(yes: boolean): void {
    this.answer?.(yes);
    this.answer = undefined;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-confirm': MpConfirm } }
