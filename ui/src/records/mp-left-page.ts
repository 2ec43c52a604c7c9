import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '../app/mp-mark.ts';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';
import { LoadController } from '../hub/load-controller.ts';
import { publicFrame, publicSheet } from './public-frame.ts';

type Receipt = Reply<'GET /api/public/leavings/:code'>;
const again = 2_000;

/** `/left/:code`: the receipt of a house that left, for whoever holds its address. Looks again until all is done. */
@customElement('mp-left-page')
export class MpLeftPage extends Screen {
  static override styles = [Screen.styles, publicSheet];
  @property() code = '';
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly receipt = new LoadController<Receipt>(this, { load: async (signal) => {
    const receipt = await this.hub.call('GET /api/public/leavings/:code', { params: { code: this.code }, signal });
    clearTimeout(this.timer);
    if (receipt.doneAt === null && this.isConnected) this.timer = setTimeout(() => void this.receipt.reload(), again);
    return receipt;
  } });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  override render(): unknown {
    const { t } = this;
    const when = (at: number): string => this.words.moment(at, Date.now());
    return publicFrame(this, this.receipt.draw(({ doneAt, figures, units }) => html`
      <div class="stack tight"><h1>${t('records.leftTitle')}</h1>
        ${doneAt === null ? html`<p class="strong" role="status">${t('records.leftWorking')}</p><p>${t('records.leftWorkingText')}</p>` : html`<p class="strong" role="status">${t('records.leftDone', { at: when(doneAt) })}</p>`}</div>
      <mp-card><dl>${([['leftGrants', figures.grants], ['leftCameras', figures.cameras], ['leftSegments', figures.segments], ['leftViewings', figures.viewings], ...(doneAt === null ? [] : [['leftBodies', figures.bodies] as const])] as const).map(([name, count]) => html`<div><dt>${t(`records.${name}`)}</dt><dd>${this.words.number(count)}</dd></div>`)}
        <div><dt>${t('records.leaveKeeps')}</dt>${figures.kept.length === 0 ? html`<dd>${t('records.leaveKeepsNone')}</dd>` : figures.kept.map((hold) => html`<dd class="plain">${t('records.leaveKeepsOne', { camera: hold.cameraName, from: when(hold.from), to: when(hold.to), until: this.words.date(hold.until) })}</dd>`)}</div></dl></mp-card>
      ${units.length === 0 ? nothing : html`<mp-card heading=${t('records.leftUnits')}><dl>${units.map((unit) => html`<div><dd>${unit.unit}</dd><dt>${unit.acknowledgedAt === null ? t('records.leftUnitWaits') : t('records.leftUnitDone', { at: when(unit.acknowledgedAt) })}</dt></div>`)}</dl></mp-card>`}
      <div class="stack tight"><p>${t('records.leftKeep')}</p><mp-copy .text=${location.href}></mp-copy></div>`, html`<mp-skeleton shape="text" count="6"></mp-skeleton>`));
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-left-page': MpLeftPage } }
