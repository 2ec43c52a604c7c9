import type { CaseRow } from '@matpho/core/api';
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import './mp-case-form.ts';
import { caseLink, unitOf } from './unit-of.ts';

/** `/officer/cases/new`. */
@customElement('mp-new-case')
export class MpNewCase extends Screen {
  protected override render(): unknown {
    const unit = unitOf(this.me, location.search);
    return html`<mp-page heading=${this.t('cases.open')} lead=${this.t('cases.lead')} back=${`/officer/cases?unit=${unit}`}><mp-card><mp-case-form unit=${unit} @mp-opened=${(event: CustomEvent<CaseRow>) => this.shell.go(caseLink(event.detail.id, unit), { replace: true })} @mp-cancel=${() => this.shell.go(`/officer/cases?unit=${unit}`)}></mp-case-form></mp-card></mp-page>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-new-case': MpNewCase } }
