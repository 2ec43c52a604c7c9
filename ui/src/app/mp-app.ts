import { ContextProvider } from '@lit/context';
import type { Me } from '@matpho/core/api';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { aboutContext, clientContext, factsContext, meContext, onlineContext, wordsContext } from '../hub/contexts.ts';
import { HubClient } from '../hub/hub-client.ts';
import { HubFacts } from '../hub/hub-facts.ts';
import { isAbort, problemOf } from '../hub/hub-problem.ts';
import type { MpProof } from '../sign-in/mp-proof.ts';
import { Words } from '../words/words.ts';
import { appSheet } from './app-sheet.ts';
import { readArrival, type Arrival } from './arrival.ts';
import './mp-confirm.ts';
import type { MpConfirm } from './mp-confirm.ts';
import './mp-nav.ts';
import './mp-outlet.ts';
import './mp-toasts.ts';
import type { MpToasts } from './mp-toasts.ts';
import { problemText } from './parts/mp-error.ts';
import { sheet } from './parts/sheet.ts';
import { publicPage } from '../records/public-routes.ts';
import { Preferences } from './preferences.ts';
import { Router } from './router.ts';
import { findRoute, routes } from './routes.ts';
import { everywhere } from './routes-video.ts';
import { Session } from './session.ts';
import { sidesOf, startOf } from './sides.ts';
import { shellContext, type Question, type Shell, type Side, type Theme, type ToastAct } from './shell.ts';
import '../seal/mp-seal-alarm.ts';
import '../sign-in/mp-proof.ts';
import { waitsForOwner } from '../written/written-sight.ts';

/** The frame: who is signed in, which screen is open, and what every screen may ask for. */
@customElement('mp-app')
export class MpApp extends LitElement implements Shell {
  static override styles = [sheet, appSheet];
  @state() private arrival: Arrival = {};
  @state() private pending = 0;
  @state() private online = true;
  @state() side: Side = 'owner';
  @query('mp-toasts') private readonly toasts!: MpToasts;
  @query('mp-confirm') private readonly confirmation!: MpConfirm;
  @query('mp-proof') private readonly proof!: MpProof;
  @query('main') private readonly main!: HTMLElement | null;
  private readonly preferences = new Preferences(storage(), navigator.language);
  private words = new Words(this.preferences.language);
  private readonly client = new HubClient((...request) => fetch(...request), () => this.words.language, (what) => this.heard(what));
  private readonly facts = new HubFacts(() => new EventSource(this.client.url('GET /api/events')), (run, ms) => { const timer = setTimeout(run, ms); return () => clearTimeout(timer); });
  private readonly wordsProvider = new ContextProvider(this, { context: wordsContext, initialValue: this.words });
  private readonly meProvider = new ContextProvider(this, { context: meContext, initialValue: undefined });
  private readonly aboutProvider = new ContextProvider(this, { context: aboutContext, initialValue: undefined });
  private readonly onlineProvider = new ContextProvider(this, { context: onlineContext, initialValue: true });
  /** Never change while the page lives; held so that they do. */
  readonly fixed = [new ContextProvider(this, { context: clientContext, initialValue: this.client }), new ContextProvider(this, { context: factsContext, initialValue: this.facts }), new ContextProvider(this, { context: shellContext, initialValue: this })] as const;
  private readonly router = new Router(this, (how) => this.arrived(how));
  private readonly session: Session;
  private focusNext = false;
  private fetched = false;

  constructor() {
    super();
    this.session = new Session(this, this.client, this.facts, () => this.sessionChanged());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.arrival = readArrival(location.hash);
    // The secret leaves the address bar, the history and any screenshot of them.
    if (location.hash) history.replaceState(null, '', location.pathname + location.search);
    this.showTheme();
    window.addEventListener('online', this.wentOnline);
    window.addEventListener('offline', this.wentOffline);
    this.facts.on(['ask'], () => void this.countPending());
    this.facts.onLink((link) => { if (link === 'open') this.setOnline(true); });
    for (const load of everywhere) void load().catch(() => undefined);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('online', this.wentOnline);
    window.removeEventListener('offline', this.wentOffline);
  }

  override render(): unknown {
    return html`${this.content()}<mp-toasts></mp-toasts><mp-confirm></mp-confirm><mp-proof></mp-proof>`;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    document.documentElement.lang = this.words.language;
    const title = this.session.standing.is === 'in' ? findRoute(this.router.path)?.route.title : undefined;
    document.title = title ? `${this.words.t(title)} · ${this.words.t('app.name')}` : this.words.t('app.name');
  }

  private content(): unknown {
    const { t } = this.words;
    const { standing, about } = this.session;
    // A passer-by who scanned a sign is asked nothing.
    const open = publicPage(this.router.path);
    if (open) return html`<main>${open}</main>`;
    if (standing.is === 'starting') return html`<div class="start" role="status"><div><mp-mark></mp-mark><mp-skeleton shape="text" count="2"></mp-skeleton><span class="hidden">${t('app.loading')}</span></div></div>`;
    if (standing.is === 'away') return html`<main class="start"><div><mp-mark></mp-mark><mp-error .problem=${standing.problem} retryable @mp-retry=${this.session.start}></mp-error></div></main>`;
    if (this.router.path === '/transparency' && standing.is !== 'new') return html`<main><mp-transparency></mp-transparency></main>`;
    if (standing.is === 'new') return html`<main><mp-first-run .code=${this.arrival.setUp ?? ''} @mp-entered=${(event: CustomEvent<Me>) => this.session.enter(event.detail, true)} @mp-finished=${this.finished}></mp-first-run></main>`;
    if (this.arrival.invite) return html`<main><mp-invitation .token=${this.arrival.invite} @mp-entered=${this.entered} @mp-left-invitation=${this.leftInvitation}></mp-invitation></main>`;
    if (standing.is === 'out' || !this.session.me) return html`<main><mp-sign-in @mp-entered=${this.entered}></mp-sign-in></main>`;
    const { me } = this.session;
    const { path } = this.router;
    const route = findRoute(path)?.route;
    return html`
      <header><a class="skip" href="#main" @click=${this.skip}>${t('app.skip')}</a></header>
      <mp-nav .side=${this.side} .sides=${sidesOf(me)} .here=${route?.under ?? route?.path ?? ''} .pending=${this.pending} @mp-side=${(event: CustomEvent<Side>) => this.setSide(event.detail)}></mp-nav>
      <div class="framed">
        ${me.memberships.length > 0 ? html`<mp-seal-alarm></mp-seal-alarm>` : nothing}
        <div class="top">
          ${this.online ? nothing : html`<div class="strip" role="status"><mp-icon name="cloud-off"></mp-icon>${t('app.offlineBar')}</div>`}
          ${me.memberships.length > 0 ? html`${path === '/' || path === '/emergencies' ? nothing : html`<mp-emergency-now slim></mp-emergency-now>`}<mp-watching-banner ?quiet=${path === '/'}></mp-watching-banner>` : nothing}
        </div>
        ${about?.demo ? html`<aside class="strip demo" aria-label=${t('app.demoLabel')}>${t('app.demo')}</aside>` : nothing}
        <main id="main" tabindex="-1" aria-label=${route ? t(route.title) : t('app.lostTitle')}>
          ${sidesOf(me).length === 0 && path === '/' ? html`<mp-page heading=${t('app.noRoleTitle')}><mp-empty icon="users" text=${t('app.noRoleText')}></mp-empty></mp-page>` : html`<mp-outlet .path=${path} @mp-shown=${this.shown}></mp-outlet>`}
        </main>
      </div>`;
  }

  // --- Shell
  get theme(): Theme {
    return this.preferences.theme;
  }
  go(path: string, options: { readonly replace?: boolean } = {}): void {
    const me = this.session.me;
    const first = me && path === '/' ? sidesOf(me)[0] : undefined;
    this.router.go(me && first && !sidesOf(me).includes('owner') ? startOf[first] : path, options);
  }
  toast(text: string, tone: 'plain' | 'danger' = 'plain', act?: ToastAct): void {
    this.toasts.show(text, tone, act);
  }
  fail(thrown: unknown): void {
    if (!isAbort(thrown)) this.toast(problemText(problemOf(thrown), this.words.t), 'danger');
  }
  confirm(question: Question): Promise<boolean> {
    return this.confirmation.ask(question);
  }
  async prove<T>(act: () => Promise<T>): Promise<{ readonly value: T } | undefined> {
    try {
      return { value: await act() };
    } catch (thrown) {
      if (problemOf(thrown).code !== 'fresh-sign-in') throw thrown;
      const me = await this.proof.ask();
      if (!me) return undefined;
      this.session.enter(me, true);
      return { value: await act() };
    }
  }
  refreshMe(): Promise<void> {
    return this.session.refresh();
  }
  async signOut(): Promise<void> {
    await this.client.call('DELETE /api/session').catch((thrown: unknown) => { if (problemOf(thrown).code !== 'not-signed-in') throw thrown; });
    this.session.leave();
    this.router.go('/', { replace: true });
  }
  setLanguage(language: 'vi' | 'en'): void {
    this.preferences.language = language;
    this.speak(language);
  }
  private speak(language: 'vi' | 'en'): void {
    if (language === this.words.language) return;
    this.words = new Words(language);
    this.wordsProvider.setValue(this.words);
    this.requestUpdate();
  }
  setTheme(theme: Theme): void {
    this.preferences.theme = theme;
    this.showTheme();
    this.requestUpdate();
  }
  setSide(side: Side): void {
    this.side = side;
    this.preferences.side = side;
    this.go(startOf[side]);
  }

  private readonly entered = (event: CustomEvent<Me>): void => {
    this.arrival = {};
    this.session.enter(event.detail);
    this.setLanguage(event.detail.language);
    this.arrived('link');
  };
  private readonly finished = (): void => {
    this.arrival = {};
    if (this.session.me) this.session.enter(this.session.me);
    this.router.go('/', { replace: true });
  };
  private readonly leftInvitation = (): void => {
    this.arrival = {};
  };

  private sessionChanged(): void {
    const { me, about, standing } = this.session;
    this.meProvider.setValue(me);
    this.aboutProvider.setValue(about);
    if (this.router.path === '/transparency') void import('../oversight/mp-transparency.ts');
    if (standing.is === 'new') void import('../first-run/mp-first-run.ts');
    if (standing.is === 'out') void import('../sign-in/mp-sign-in.ts');
    if (this.arrival.invite) void import('../sign-in/mp-invitation.ts');
    if (standing.is === 'in' && me) {
      if (!this.preferences.choseLanguage) this.speak(me.language);
      const sides = sidesOf(me);
      const wanted = findRoute(this.router.path)?.route.side ?? this.preferences.side;
      this.side = wanted && sides.includes(wanted) ? wanted : (sides[0] ?? 'owner');
      if (this.router.path === '/' && this.side !== 'owner') this.router.go(startOf[this.side], { replace: true });
      void this.countPending();
      this.fetchAhead(me);
    }
  }

  /** Her screens' code comes while she reads the first, so that they open even when the wifi drops. */
  private fetchAhead(me: Me): void {
    if (this.fetched) return;
    this.fetched = true;
    setTimeout(() => { for (const route of routes) if (!route.may || route.may(me)) route.load().catch(() => undefined); }, 3000);
  }

  private arrived(how: 'link' | 'history'): void {
    const side = findRoute(this.router.path)?.route.side;
    if (side && this.session.me && sidesOf(this.session.me).includes(side)) this.side = side;
    this.focusNext = how === 'link';
  }

  /** A new screen is there: its place on the page, and the reader's, go to the top; going back returns to where she was. */
  private readonly shown = (): void => {
    const place = this.focusNext ? 0 : this.router.scrolled;
    scrollTo(0, place);
    // Until its content came, the page may be too short to go there.
    if (place > scrollY) setTimeout(() => { if (scrollY < place) scrollTo(0, place); }, 250);
    if (this.focusNext) this.main?.focus({ preventScroll: true });
    this.focusNext = false;
  };
  private readonly skip = (event: Event): void => {
    event.preventDefault();
    this.main?.focus();
  };

  private async countPending(): Promise<void> {
    const keeps = this.session.me?.memberships.some((membership) => membership.role !== 'viewer') ?? false;
    if (!keeps) return void (this.pending = 0);
    const [asks, papers] = await Promise.all([this.client.call('GET /api/asks').catch(() => undefined), this.client.call('GET /api/written').catch(() => undefined)]);
    if (asks && papers) this.pending = asks.filter((ask) => ask.status === 'pending').length + papers.filter(waitsForOwner).length;
  }

  private heard(what: 'answer' | 'silence' | 'signed-out'): void {
    this.setOnline(what !== 'silence');
    if (what === 'signed-out' && this.session.standing.is === 'in') this.session.leave();
  }
  private setOnline(online: boolean): void {
    if (online === this.online) return;
    this.online = online;
    this.onlineProvider.setValue(online);
    if (online && this.hasUpdated) this.toast(this.words.t('app.onlineAgain'));
  }
  private readonly wentOnline = (): void => void this.session.refresh();
  private readonly wentOffline = (): void => this.setOnline(false);
  private showTheme(): void {
    const { theme } = this.preferences;
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }
}

function storage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-app': MpApp } }
