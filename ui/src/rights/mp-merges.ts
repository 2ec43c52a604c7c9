import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';
import { LoadController } from '../hub/load-controller.ts';
import { keptBy, ownedBy } from '../home/watching.ts';

type Merge = Reply<'GET /api/merges'>[number];

/** Units that were merged: what she allowed is suspended until she says so in one tap, or ends it in one. Draws nothing where nothing waits. */
@customElement('mp-merges')
export class MpMerges extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: flex; flex-direction: column; gap: var(--mp-4); }
    .stack { gap: var(--mp-3); color: var(--mp-text); }
    summary { cursor: pointer; min-height: var(--mp-touch); display: inline-flex; align-items: center; gap: var(--mp-1); font-size: var(--mp-small); list-style: none; text-decoration: underline; text-underline-offset: 3px; }
    summary::-webkit-details-marker { display: none; }
    blockquote { margin: 0; padding-left: var(--mp-4); border-left: 3px solid var(--mp-warn); text-wrap: pretty; }
    .ends { display: flex; flex-wrap: wrap; gap: var(--mp-3); }
  `];
  @state() private busy = '';
  private readonly merges = new LoadController(this, { load: (signal) => this.hub.call('GET /api/merges', { signal }), on: ['grant'] });

  /** No gap is left where nothing waits. */
  protected override willUpdate(): void {
    this.hidden = (this.merges.value ?? []).length === 0;
  }

  protected override render(): unknown {
    return repeat(this.merges.value ?? [], ({ id }) => id, (merge) => this.one(merge));
  }

  private one(merge: Merge): unknown {
    return html`<mp-card tone="warn" heading=${this.t('rights.merge', { from: merge.from.join(', '), into: merge.unitName })}><div class="stack" role="status"><p>${this.t('rights.mergeText')}</p>
      ${merge.grants.map(({ before, sentence }) => html`<blockquote>${this.words.of(sentence)}${before.vi === sentence.vi ? nothing : html`<details><summary>${this.t('rights.mergeWas')}<mp-icon name="chevron-down"></mp-icon></summary><p class="small muted">${this.words.of(before)}</p></details>`}</blockquote>`)}
      <div class="ends">
        ${ownedBy(this.me).some(({ owner }) => owner === merge.owner) ? html`<mp-button tone="primary" icon="check" ?busy=${this.busy === `${merge.id} yes`} @click=${() => this.confirm(merge)}>${this.t('rights.mergeYes')}</mp-button>` : nothing}
        ${keptBy(this.me).some(({ owner }) => owner === merge.owner) ? html`<mp-button tone="grave" icon="stop" ?busy=${this.busy === `${merge.id} no`} @click=${() => this.end(merge)}>${this.t('rights.mergeNo')}</mp-button>` : nothing}</div></div></mp-card>`;
  }

  private async confirm(merge: Merge): Promise<void> {
    this.busy = `${merge.id} yes`;
    try {
      const done = await this.shell.prove(() => this.hub.call('POST /api/merges/:id/confirm', { params: { id: merge.id }, body: { sentences: merge.grants.map(({ sentence }) => this.words.of(sentence)) } }));
      if (done) this.shell.toast(this.t('rights.merged'));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    await this.over();
  }
  private async end(merge: Merge): Promise<void> {
    this.busy = `${merge.id} no`;
    try {
      for (const { id } of merge.grants) await this.hub.call('DELETE /api/grants/:id', { params: { id } });
      this.shell.toast(this.t('rights.mergeEnded'));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    await this.over();
  }
  private async over(): Promise<void> {
    this.busy = '';
    await this.merges.reload();
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-merges': MpMerges } }
