import { css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { hereNow, readPosition, writePosition, type Position } from '../app/position.ts';
import { Screen } from '../app/screen.ts';

/** Where something is: typed as two numbers, or taken from this device. Ask `read()` when the form around it is sent. */
@customElement('mp-position-field')
export class MpPositionField extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .line { display: flex; flex-wrap: wrap; gap: var(--mp-3); align-items: flex-end; }
    mp-field { flex: 1 1 240px; }
  `];
  @property() label = '';
  @property() hint = '';
  /** Of the button. */
  @property() here = '';
  /** Said when what is typed is no position. */
  @property() wrong = '';
  /** Said when the device does not tell. */
  @property() failed = '';
  @property({ type: Boolean }) required = false;
  @property({ attribute: false }) from: Position | null = null;
  @state() private text: string | undefined;
  @state() private fault = '';
  @state() private busy = false;

  /** Null for none; undefined when it cannot be taken, which is then said. */
  read(): Position | null | undefined {
    const text = (this.text ?? writePosition(this.from)).trim();
    if (text === '' && !this.required) return null;
    // What she did not touch stays as exact as it was.
    const position = this.text === undefined && this.from ? this.from : readPosition(text);
    this.fault = position ? '' : this.wrong;
    return position;
  }

  protected override render(): unknown {
    return html`<div class="line"><mp-field label=${this.label} hint=${this.hint} inputmode="text" autocomplete="off" maxlength="60" placeholder="20.4463, 106.3366" .value=${this.text ?? writePosition(this.from)} error=${this.fault} @input=${this.typed}></mp-field>
      <mp-button icon="map-pin" ?busy=${this.busy} @click=${this.locate}>${this.here}</mp-button></div>`;
  }

  private readonly typed = (event: Event): void => {
    this.text = (event.target as HTMLInputElement).value;
    this.fault = '';
    this.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  };
  private readonly locate = async (): Promise<void> => {
    this.busy = true;
    const found = await hereNow();
    this.busy = false;
    if (!found) {
      this.fault = this.failed;
      return;
    }
    this.text = writePosition(found);
    this.fault = '';
    this.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-position-field': MpPositionField } }
