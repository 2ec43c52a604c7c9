import type { Me } from '@matpho/core/api';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../app/mp-mark.ts';
import type { MpChoiceCards } from '../app/parts/mp-choice-cards.ts';
import type { MpField } from '../app/parts/mp-field.ts';
import { Screen } from '../app/screen.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';
import { refusedOf } from '../sign-in/mp-invitation.ts';
import '../sign-in/mp-new-person.ts';
import { faultsOf, type NewPersonDraft } from '../sign-in/new-person.ts';
import { stepOf, steps, type FirstRunDraft, type Step } from './first-run-draft.ts';
import './mp-first-sharing.ts';
import './mp-progress.ts';

/** Four questions for the first person of a new hub. Fires `mp-entered` once the account exists, `mp-finished` at the end. */
@customElement('mp-first-run')
export class MpFirstRun extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; max-width: 640px; margin-inline: auto; padding: var(--mp-6) var(--mp-5) var(--mp-12); }
    :host([roomy]) { max-width: 880px; }
    .top { margin-bottom: var(--mp-6); }
    .brand { font-weight: 700; }
    mp-progress { display: block; margin-bottom: var(--mp-8); }
    .lead { color: var(--mp-muted); margin-top: var(--mp-1); }
    .feet { display: flex; gap: var(--mp-3); margin-top: var(--mp-4); flex-direction: column; }
    h1 { outline: none; }
    @media (min-width: 600px) { :host { padding-top: var(--mp-10); } .feet { flex-direction: row-reverse; justify-content: space-between; } .feet mp-button[wide] { min-width: 220px; } }
  `];
  /** From `#setup=CODE`; asked for when absent. */
  @property() code = '';
  @property({ type: Boolean, reflect: true }) roomy = false;
  @state() private step: Step = 'you';
  @state() private draft: FirstRunDraft = { code: '', person: { name: '', login: '', password: '', consent: '' }, ownerKind: 'household', ownerName: '' };
  @state() private tried = false;
  @state() private working = false;
  @state() private problem: HubProblem | undefined;
  /** The code in the link was not right: she types another. */
  @state() private codeRefused = false;

  protected override willUpdate(): void {
    this.roomy = this.step === 'cameras' || this.step === 'sharing';
  }
  protected override updated(changed: PropertyValues): void {
    if (changed.has('step') && changed.get('step') !== undefined) {
      scrollTo(0, 0);
      this.renderRoot.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
    }
  }

  override render(): unknown {
    const english = this.words.language === 'en';
    return html`
      <div class="apart top"><span class="row brand"><mp-mark></mp-mark>${this.t('app.name')}</span><mp-button tone="plain" icon="languages" lang=${english ? 'vi' : 'en'} @click=${() => this.shell.setLanguage(english ? 'vi' : 'en')}>${this.t('signIn.language')}</mp-button></div>
      <mp-progress .step=${this.step}></mp-progress>
      ${this.step === 'you' ? this.you() : this.step === 'home' ? this.home() : this.step === 'cameras' ? this.cameras() : this.sharing()}`;
  }

  private you(): unknown {
    const { t, draft } = this;
    const codeError = this.problem?.code === 'wrong-code' ? t('firstRun.codeWrong') : (this.problem?.fields['code'] ?? (this.tried && !this.codeOf() ? t('firstRun.codeNeeded') : ''));
    return html`<form class="stack" novalidate @submit=${this.toHome}>
      <div><h1 tabindex="-1">${t('firstRun.youTitle')}</h1><p class="lead">${t('firstRun.youText')}</p></div>
      ${this.code && !this.codeRefused ? nothing : html`<mp-field label=${t('firstRun.codeLabel')} hint=${t('firstRun.codeHint')} autocomplete="off" .value=${draft.code} error=${codeError} @input=${(event: Event) => this.change({ code: (event.target as MpField).value })}></mp-field>`}
      <mp-new-person .draft=${draft.person} .tried=${this.tried} .refused=${refusedOf(this.problem)} @mp-draft=${(event: CustomEvent<NewPersonDraft>) => this.change({ person: event.detail })}></mp-new-person>
      <div class="feet"><mp-button tone="primary" type="submit" wide>${t('firstRun.next')}</mp-button></div>
    </form>`;
  }

  private home(): unknown {
    const { t, draft, problem } = this;
    return html`<form class="stack" novalidate @submit=${this.create}>
      <div><h1 tabindex="-1">${t('firstRun.homeTitle')}</h1><p class="lead">${t('firstRun.homeText')}</p></div>
      <mp-choice-cards .value=${draft.ownerKind} .choices=${[
        { value: 'household', label: t('firstRun.kindHousehold'), text: t('firstRun.kindHouseholdText'), icon: 'house' as const },
        { value: 'business', label: t('firstRun.kindBusiness'), text: t('firstRun.kindBusinessText'), icon: 'store' as const },
      ]} @change=${(event: Event) => this.change({ ownerKind: (event.target as MpChoiceCards).value === 'business' ? 'business' : 'household' })}></mp-choice-cards>
      <mp-field label=${t('firstRun.homeName')} hint=${draft.ownerKind === 'business' ? t('firstRun.homeNameHintBusiness') : t('firstRun.homeNameHintHousehold')} autocomplete="off" maxlength="120" .value=${draft.ownerName} error=${problem?.fields['ownerName'] ?? (this.tried && !draft.ownerName.trim() ? t('firstRun.homeNeeded') : '')} @input=${(event: Event) => this.change({ ownerName: (event.target as MpField).value })}></mp-field>
      ${problem ? (problem.code === 'already-set-up' ? html`<p class="danger" role="alert">${t('firstRun.alreadySetUp')}</p>` : html`<mp-error .problem=${problem}></mp-error>`) : nothing}
      <div class="feet"><mp-button tone="primary" type="submit" wide .busy=${this.working}>${t('firstRun.create')}</mp-button><mp-button tone="plain" icon="arrow-left" @click=${() => this.open('you')}>${t('app.back')}</mp-button></div>
    </form>`;
  }

  private cameras(): unknown {
    return html`<div class="stack">
      <div><h1 tabindex="-1">${this.t('firstRun.camerasTitle')}</h1><p class="lead">${this.t('firstRun.camerasText')}</p></div>
      <mp-add-camera embedded></mp-add-camera>
      <div class="feet"><mp-button tone="primary" wide @click=${() => this.open('sharing')}>${this.t('firstRun.camerasNext')}</mp-button><mp-button tone="plain" @click=${() => this.open('sharing')}>${this.t('firstRun.later')}</mp-button></div>
    </div>`;
  }

  private sharing(): unknown {
    return html`<div class="stack">
      <div><h1 tabindex="-1">${this.t('firstRun.sharingTitle')}</h1><p class="lead">${this.t('firstRun.sharingText')}</p></div>
      <mp-first-sharing></mp-first-sharing>
      <div class="feet"><mp-button tone="primary" wide @click=${() => this.dispatchEvent(new Event('mp-finished'))}>${this.t('firstRun.finish')}</mp-button><mp-button tone="plain" icon="arrow-left" @click=${() => this.open('cameras')}>${this.t('app.back')}</mp-button></div>
    </div>`;
  }

  private readonly toHome = (event: Event): void => {
    event.preventDefault();
    this.tried = true;
    if (faultsOf(this.draft.person).length === 0 && this.codeOf()) this.open('home');
  };

  private readonly create = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.tried = true;
    const { person, ownerKind, ownerName } = this.draft;
    if (!ownerName.trim() || this.working) return;
    this.working = true;
    this.problem = undefined;
    try {
      const me = await this.hub.call('POST /api/set-up', { body: { code: this.codeOf(), name: person.name.trim(), login: person.login.trim(), password: person.password, language: this.words.language, consent: person.consent, ownerKind, ownerName: ownerName.trim() } });
      this.change({ code: '', person: { ...person, password: '' } });
      this.dispatchEvent(new CustomEvent<Me>('mp-entered', { detail: me }));
      this.open('cameras');
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.code === 'wrong-code') this.codeRefused = true;
      const step = stepOf(problem);
      if (step !== this.step) this.open(step);
      this.tried = true;
      this.problem = problem;
    } finally {
      this.working = false;
    }
  };

  private codeOf(): string {
    return this.draft.code.trim() || (this.codeRefused ? '' : this.code);
  }
  private change(part: Partial<FirstRunDraft>): void {
    this.draft = { ...this.draft, ...part };
    this.problem = undefined;
  }
  private open(step: Step): void {
    this.tried = false;
    if (step === 'cameras') void import('../add-camera/mp-add-camera.ts');
    if (steps.indexOf(step) > steps.indexOf(this.step)) this.problem = undefined;
    this.step = step;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-first-run': MpFirstRun } }
