import { css, html, nothing } from 'lit';
import type { Me } from '@matpho/core/api';
import { customElement, property, state } from 'lit/decorators.js';
import '../app/mp-mark.ts';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';
import { LoadController } from '../hub/load-controller.ts';
import { doorSheet } from './door-sheet.ts';
import '../records/mp-consent-question.ts';
import './mp-new-person.ts';
import './mp-sign-in.ts';
import { faultsOf, type NewPersonDraft } from './new-person.ts';
import { roleName } from './role-name.ts';

type Look = Reply<'POST /api/invitations/look'>;

/** Somebody followed an invitation link: she makes an account, or takes it with the one she has. Fires `mp-entered`. */
@customElement('mp-invitation')
export class MpInvitation extends Screen {
  static override styles = [Screen.styles, doorSheet, css`.panel { align-self: start; max-width: 480px; } @media (min-width: 900px) { .door { grid-template-columns: 1fr; } }`];
  @property() token = '';
  @state() private draft: NewPersonDraft = { name: '', login: '', password: '', consent: '' };
  @state() private tried = false;
  @state() private has = false;
  @state() private working = false;
  @state() private problem: HubProblem | undefined;
  /** The account never said yes to its data being kept, or took it back. */
  @state() private mustConsent = false;
  @state() private consent = '';
  private readonly look = new LoadController<Look>(this, { load: (signal) => this.hub.call('POST /api/invitations/look', { body: { token: this.token }, signal }) });

  override render(): unknown {
    const { t } = this;
    if (this.look.state.status === 'error' && this.look.state.problem.code === 'invitation-ended') {
      return this.frame(html`<mp-empty icon="clock" text=${t('signIn.invEnded')}><mp-button @click=${this.leave}>${t('app.toStart')}</mp-button></mp-empty>`);
    }
    return this.frame(this.look.draw((look) => html`<mp-card tone="accent"><div class="stack tight"><p class="strong">${this.sentence(look)}</p><p class="small">${this.sees(look)}</p><p class="small muted">${t('signIn.invUntil', { moment: this.words.moment(look.expiresAt, Date.now()) })}</p></div></mp-card>${this.person ? this.join(this.person) : this.has ? this.signIn() : this.create()}`));
  }

  private frame(content: unknown): unknown {
    return html`<div class="door"><div class="panel stack wide"><header class="stack tight"><mp-mark></mp-mark><h1>${this.t('signIn.invTitle')}</h1></header>${content}</div></div>`;
  }

  private sentence(look: Look): string {
    const values = { from: look.from, to: look.to, role: roleName(look.role, this.t).toLocaleLowerCase(this.words.language) };
    return look.kind === 'owner' ? this.t('signIn.invOwner', values) : look.kind === 'officer' ? this.t('signIn.invOfficer', values) : this.t('signIn.invMember', values);
  }
  private sees(look: Look): string {
    return look.kind === 'owner' ? this.t('signIn.invOwnerSees') : look.kind === 'officer' ? this.t('signIn.invOfficerSees') : this.t('signIn.invMemberSees');
  }

  private create(): unknown {
    const { t } = this;
    return html`<form class="stack" novalidate @submit=${this.accept}>
      <h2>${t('signIn.invNew')}</h2>
      <mp-new-person .draft=${this.draft} .tried=${this.tried} .refused=${refusedOf(this.problem)} @mp-draft=${(event: CustomEvent<NewPersonDraft>) => { this.draft = event.detail; }}></mp-new-person>
      ${this.problem && Object.keys(refusedOf(this.problem)).length === 0 ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      <mp-button tone="primary" type="submit" wide .busy=${this.working}>${t('signIn.invAccept')}</mp-button>
      <mp-button tone="plain" @click=${() => { this.has = true; }}>${t('signIn.invHave')}</mp-button>
    </form>`;
  }
  private signIn(): unknown {
    return html`<div class="stack"><h2>${this.t('signIn.invSignIn')}</h2>
      <mp-sign-in bare @mp-entered=${(event: CustomEvent<Me>) => { event.stopPropagation(); this.take(); }}></mp-sign-in>
      ${this.mustConsent ? html`${this.question()}<mp-button tone="primary" wide .busy=${this.working} @click=${this.take}>${this.t('signIn.invAccept')}</mp-button>` : this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      <mp-button tone="plain" @click=${() => { this.has = false; }}>${this.t('signIn.invBackToNew')}</mp-button></div>`;
  }
  private join(me: Me): unknown {
    return html`<div class="stack">${this.mustConsent ? this.question() : this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      <mp-button tone="primary" wide .busy=${this.working} @click=${this.take}>${this.t('signIn.invJoin', { name: me.name })}</mp-button>
      <mp-button tone="plain" @click=${this.leave}>${this.t('signIn.invLeave')}</mp-button></div>`;
  }

  private readonly accept = (event: Event): void => {
    event.preventDefault();
    this.tried = true;
    const { draft } = this;
    if (faultsOf(draft).length > 0 || this.working) return;
    void this.work(() => this.hub.call('POST /api/invitations/accept', { body: { token: this.token, name: draft.name.trim(), login: draft.login.trim(), password: draft.password, language: this.words.language, consent: draft.consent } }));
  };
  private question(): unknown {
    return html`<mp-consent-question .given=${this.consent} error=${this.problem?.message ?? ''} @mp-consent=${(event: CustomEvent<string>) => { this.consent = event.detail; }}></mp-consent-question>`;
  }
  private readonly take = (): void => {
    if (this.working) return;
    void this.work(() => this.hub.call('POST /api/invitations/join', { body: { token: this.token, ...(this.consent === '' ? {} : { consent: this.consent }) } }));
  };
  private readonly leave = (): void => {
    this.dispatchEvent(new Event('mp-left-invitation'));
  };

  private async work(act: () => Promise<Me>): Promise<void> {
    this.working = true;
    this.problem = undefined;
    try {
      this.dispatchEvent(new CustomEvent<Me>('mp-entered', { detail: await act() }));
    } catch (thrown) {
      this.problem = problemOf(thrown);
      this.mustConsent ||= this.problem.code === 'consent-needed';
    } finally {
      this.working = false;
    }
  }
}

/** What the hub refused, laid beside the field it means. */
export function refusedOf(problem: HubProblem | undefined): Readonly<Record<string, string>> {
  if (!problem) return {};
  if (problem.code === 'login-taken') return { login: problem.message };
  if (problem.code === 'weak-password') return { password: problem.message };
  if (problem.code === 'notice-changed') return { consent: problem.message };
  return problem.fields;
}
declare global { interface HTMLElementTagNameMap { 'mp-invitation': MpInvitation } }
