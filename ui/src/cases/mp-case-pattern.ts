import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';

/** What the unit's case numbers look like; its leader says. */
@customElement('mp-case-pattern')
export class MpCasePattern extends Screen {
  @property() unit = '';
  @state() private typed: string | undefined;
  @state() private busy = false;
  private readonly pattern = new LoadController(this, { load: (signal) => this.hub.call('GET /api/officer/case-pattern', { query: { unit: this.unit }, signal }), on: [] });

  protected override render(): unknown {
    const { t } = this;
    return html`<mp-card heading=${t('cases.pattern')}>${this.pattern.draw(({ pattern, example }) => html`<div class="stack"><p class="small muted">${t('cases.patternLead')}</p>
      <mp-field label=${t('cases.pattern')} hint=${pattern === null ? `${t('cases.patternNone')} ${t('cases.patternHint')}` : example ? t('cases.numberHint', { example }) : ''} autocomplete="off" maxlength="60" .value=${this.typed ?? pattern ?? ''} @input=${(event: Event) => (this.typed = (event.target as HTMLInputElement).value)}></mp-field>
      <div class="row"><mp-button ?busy=${this.busy} @click=${() => this.save((this.typed ?? pattern ?? '').trim() || null)}>${t('cases.patternSave')}</mp-button>${pattern === null ? nothing : html`<mp-button tone="plain" ?disabled=${this.busy} @click=${() => this.save(null)}>${t('cases.patternAny')}</mp-button>`}</div></div>`)}</mp-card>`;
  }

  private async save(pattern: string | null): Promise<void> {
    this.busy = true;
    try {
      const done = await this.shell.prove(() => this.hub.call('PUT /api/officer/case-pattern', { body: { unit: this.unit, pattern } }));
      if (done) {
        this.pattern.put(done.value);
        this.typed = undefined;
        this.shell.toast(this.t('cases.patternSaved'));
      }
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-case-pattern': MpCasePattern } }
