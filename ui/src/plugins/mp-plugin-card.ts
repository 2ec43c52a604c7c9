import type { PluginRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { MpSwitch } from '../app/parts/mp-switch.ts';
import { Screen } from '../app/screen.ts';
import './mp-plugin-settings.ts';

const tones = { off: 'plain', starting: 'plain', stopping: 'plain', running: 'good', waiting: 'warn', 'needs-attention': 'danger' } as const;
const levels = { info: 'plugins.logInfo', warn: 'plugins.logWarn', error: 'plugins.logError' } as const;

/** One plugin: its state in words, what it adds, may use and reaches; on and off; settings and log when opened. */
@customElement('mp-plugin-card')
export class MpPluginCard extends Screen {
  static override styles = [Screen.styles, css`
    .head { align-items: flex-start; }
    .because { padding: var(--mp-3) var(--mp-4); border-radius: var(--mp-radius-small); background: var(--mp-warn-soft); color: var(--mp-warn); }
    dl { display: grid; gap: 2px; }
    dt { font-weight: 600; font-size: var(--mp-small); }
    dd { color: var(--mp-muted); margin-bottom: var(--mp-2); }
    @media (min-width: 600px) { dl { grid-template-columns: 9em 1fr; gap: var(--mp-2) var(--mp-4); } }
    .log { max-height: 320px; overflow: auto; padding: var(--mp-3) var(--mp-4); border-radius: var(--mp-radius-small); background: var(--mp-sunken); font-size: var(--mp-tiny); }
    .log li { display: grid; grid-template-columns: 5.5em 4em 1fr; gap: var(--mp-2); padding-block: 2px; overflow-wrap: anywhere; }
    .more { border-top: 1px solid var(--mp-line); padding-top: var(--mp-5); margin-top: var(--mp-2); }
  `];
  @property({ attribute: false }) plugin: PluginRow | undefined;
  @state() private open = false;
  @state() private busy = false;

  override render(): unknown {
    const { plugin, t } = this;
    if (!plugin) return nothing;
    const name = this.words.of(plugin.name);
    return html`<mp-card><div class="stack">
      <div class="apart head"><div class="grow stack tight"><h2>${name}</h2><p class="row"><mp-badge tone=${tones[plugin.status]}>${this.words.of(plugin.statusText)}</mp-badge><span class="small muted">${t('plugins.since', { moment: this.words.moment(plugin.since, Date.now()) })}</span></p></div>
        <mp-switch bare label=${t('plugins.on', { name })} .checked=${plugin.enabled} ?disabled=${this.busy} @change=${this.toggle}></mp-switch></div>
      ${plugin.because ? html`<p class="because">${this.words.of(plugin.because)}</p>` : nothing}
      <dl>
        ${plugin.adds.length > 0 ? html`<dt>${t('plugins.adds')}</dt><dd>${this.list(plugin.adds)}</dd>` : nothing}
        <dt>${t('plugins.asks')}</dt><dd>${plugin.asks.length > 0 ? this.list(plugin.asks) : t('plugins.asksNone')}</dd>
        <dt>${t('plugins.reaches')}</dt><dd>${plugin.reaches.length > 0 ? this.list(plugin.reaches) : t('plugins.reachesNone')}</dd>
      </dl>
      <div><mp-button icon=${this.open ? 'x' : 'settings'} pressed=${this.open ? 'true' : 'false'} @click=${() => { this.open = !this.open; }}>${this.open ? t('plugins.less') : t('plugins.details')}</mp-button></div>
      ${this.open ? html`<div class="more stack"><h3>${t('plugins.settings')}</h3><mp-plugin-settings .plugin=${plugin}></mp-plugin-settings><h3>${t('plugins.log')}</h3>${this.log(plugin)}</div>` : nothing}
    </div></mp-card>`;
  }

  private list(texts: PluginRow['adds']): unknown {
    return texts.map((text) => html`<p>${this.words.of(text)}</p>`);
  }

  private log(plugin: PluginRow): unknown {
    if (plugin.log.length === 0) return html`<p class="muted">${this.t('plugins.logNone')}</p>`;
    return html`<ol class="log" tabindex="0" aria-label=${this.t('plugins.log')}>${plugin.log.toReversed().map((line) => html`<li><span class="muted">${this.words.time(line.at, true)}</span><span class=${line.level === 'error' ? 'danger' : line.level === 'warn' ? 'warn' : 'muted'}>${this.t(levels[line.level])}</span><span>${line.message}</span></li>`)}</ol>`;
  }

  private readonly toggle = async (event: Event): Promise<void> => {
    const control = event.target as MpSwitch;
    const { plugin } = this;
    if (!plugin) return;
    const name = this.words.of(plugin.name);
    const enabled = control.checked;
    if (!enabled && !(await this.shell.confirm({ title: this.t('plugins.offAsk', { name }), text: this.t('plugins.offText'), yes: this.t('plugins.off'), grave: true }))) {
      control.checked = true;
      return;
    }
    this.busy = true;
    try {
      const row = await this.hub.call('POST /api/plugins/:id/enabled', { params: { id: plugin.id }, body: { enabled } });
      this.dispatchEvent(new CustomEvent<PluginRow>('mp-plugin', { detail: row, bubbles: true, composed: true }));
      this.shell.toast(enabled ? this.t('plugins.turnedOn', { name }) : this.t('plugins.turnedOff', { name }));
    } catch (thrown) {
      control.checked = !enabled;
      this.shell.fail(thrown);
    } finally {
      this.busy = false;
    }
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-plugin-card': MpPluginCard } }
