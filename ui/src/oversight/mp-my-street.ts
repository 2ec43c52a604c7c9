import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';

/** Where an officer says which street he lives on. */
@customElement('mp-my-street')
export class MpMyStreet extends Screen {
  static override styles = [Screen.styles, css`:host { display: block; } form { display: flex; flex-wrap: wrap; gap: var(--mp-3); align-items: end; margin-top: var(--mp-3); } mp-field { flex: 1 1 240px; }`];
  @state() private text: string | undefined;
  @state() private busy = false;
  @state() private error = '';
  private readonly street = new LoadController(this, { load: (signal) => this.hub.call('GET /api/officer/street', { signal }) });

  protected override render(): unknown {
    return html`<mp-card heading=${this.t('oversight.street')}><p class="muted small">${this.t('oversight.streetText')}</p>${this.street.draw(({ street }) => html`<form @submit=${this.save}>
      <mp-field label=${this.t('oversight.streetField')} .value=${this.text ?? street ?? ''} .error=${this.error} maxlength="120" autocomplete="off" @input=${(event: Event) => { this.text = (event.target as HTMLInputElement).value; }}></mp-field>
      <mp-button type="submit" ?busy=${this.busy}>${this.t('app.save')}</mp-button>${street ? html`<mp-button tone="plain" @click=${() => this.put(null)}>${this.t('oversight.streetClear')}</mp-button>` : nothing}</form>`, html`<mp-skeleton shape="text" count="1"></mp-skeleton>`)}</mp-card>`;
  }

  private readonly save = (event: Event): void => {
    event.preventDefault();
    const text = (this.text ?? this.street.value?.street ?? '').trim();
    this.error = text.length < 2 ? this.t('oversight.streetShort') : '';
    if (this.error === '') void this.put(text);
  };
  private async put(street: string | null): Promise<void> {
    this.busy = true;
    try {
      this.street.put(await this.hub.call('PUT /api/officer/street', { body: { street } }));
      this.text = undefined;
      this.shell.toast(this.t('oversight.streetSaved'));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-my-street': MpMyStreet } }
