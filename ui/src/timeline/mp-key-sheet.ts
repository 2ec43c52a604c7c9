import { css, html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { MpDialog } from '../app/parts/mp-dialog.ts';
import { Part } from '../app/screen.ts';

const rows = [['space', 'key_space'], ['← →', 'key_arrows'], ['Shift ← →', 'key_shift'], ['Ctrl ← →  , .', 'key_ctrl'], ['PgUp PgDn', 'key_page'], ['J K L', 'key_jkl'], ['+ −', 'key_zoom'], ['Home End', 'key_ends'], ['1 … 9', 'key_digits'], ['N P', 'key_events'], ['I', 'key_mark'], ['V', 'key_live'], ['?', 'key_help']] as const;

/** What the keys do, and the switch that turns them off (WCAG 2.2 §2.1.4). Fires `mp-keys` (detail: on or off). */
@customElement('mp-key-sheet')
export class MpKeySheet extends Part {
  static override styles = [Part.styles, css`
    dl { display: grid; grid-template-columns: auto 1fr; gap: var(--mp-2) var(--mp-4); align-items: center; }
    kbd { font-family: inherit; font-weight: 600; font-size: var(--mp-tiny); padding: 2px var(--mp-2); border: 1px solid var(--mp-outline); border-radius: 6px; background: var(--mp-sunken); white-space: pre; }
  `];
  @property({ type: Boolean }) on = true;
  @query('mp-dialog') private readonly dialog!: MpDialog;

  show(): void {
    this.dialog.show();
  }

  protected override render(): unknown {
    return html`<mp-dialog heading=${this.t('timeline.shortcuts')}>
      <mp-switch label=${this.t('timeline.keysOn')} .checked=${this.on} @change=${(event: Event) => this.dispatchEvent(new CustomEvent('mp-keys', { detail: (event.target as HTMLInputElement).checked }))}></mp-switch>
      <dl>${rows.map(([keys, does]) => html`<dt><kbd>${keys === 'space' ? this.t('timeline.space') : keys}</kbd></dt><dd>${this.t(`timeline.${does}`)}</dd>`)}</dl></mp-dialog>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-key-sheet': MpKeySheet } }
