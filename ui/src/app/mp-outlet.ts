import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { sheet } from './parts/sheet.ts';
import { findRoute } from './routes.ts';
import { Screen } from './screen.ts';

type Shown = { readonly status: 'loading' } | { readonly status: 'ready'; readonly path: string; readonly screen: TemplateResult } | { readonly status: 'lost' | 'broken' | 'closed' };

/** The screen of the open path: fetches its code, says kindly when there is none or it is not hers. */
@customElement('mp-outlet')
export class MpOutlet extends Screen {
  static override styles = [sheet, css`:host { display: block; } .still { padding: var(--mp-10) var(--mp-4); }`];
  @property() path = '';
  @state() private shown: Shown = { status: 'loading' };

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('path')) void this.open();
  }

  override render(): unknown {
    const { shown } = this;
    if (shown.status === 'ready') return keyed(shown.path, shown.screen);
    if (shown.status === 'loading') return html`<mp-page><mp-skeleton count="4"></mp-skeleton><span class="hidden" role="status">${this.t('app.loading')}</span></mp-page>`;
    if (shown.status === 'lost') return html`<mp-page heading=${this.t('app.lostTitle')}><mp-empty icon="search" text=${this.t('app.lostText')}><mp-button tone="primary" @click=${() => this.shell.go('/')}>${this.t('app.toStart')}</mp-button></mp-empty></mp-page>`;
    if (shown.status === 'closed') return html`<mp-page heading=${this.t('app.notAllowedTitle')}><mp-empty icon="lock" text=${this.t('app.notAllowed')}><mp-button @click=${() => this.shell.go('/')}>${this.t('app.toStart')}</mp-button></mp-empty></mp-page>`;
    return html`<mp-page><mp-empty icon="cloud-off" text=${this.t('app.brokenScreen')}><mp-button tone="primary" icon="refresh" @click=${() => void this.open()}>${this.t('app.retry')}</mp-button></mp-empty></mp-page>`;
  }

  private async open(): Promise<void> {
    const { path } = this;
    const found = findRoute(path);
    if (!found) return this.show({ status: 'lost' });
    if (found.route.may && !found.route.may(this.me)) return this.show({ status: 'closed' });
    if (this.shown.status !== 'ready') this.show({ status: 'loading' });
    try {
      await found.route.load();
      if (path === this.path) this.show({ status: 'ready', path, screen: found.route.draw(found.params) });
    } catch {
      // A new version of the hub has new file names: the old page asks for files that are gone.
      if (path === this.path) this.show({ status: 'broken' });
    }
  }

  private show(shown: Shown): void {
    this.shown = shown;
    if (shown.status !== 'loading') void this.updateComplete.then(() => this.dispatchEvent(new Event('mp-shown')));
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-outlet': MpOutlet } }
