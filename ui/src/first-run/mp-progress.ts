import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../app/screen.ts';
import { steps, type Step } from './first-run-draft.ts';

const names = { you: 'firstRun.stepYou', home: 'firstRun.stepHome', cameras: 'firstRun.stepCameras', sharing: 'firstRun.stepSharing' } as const;

/** The four steps as a line. On phones only the present one is named. */
@customElement('mp-progress')
export class MpProgress extends Part {
  static override styles = [Part.styles, css`
    ol { display: grid; grid-template-columns: repeat(4, 1fr); gap: var(--mp-2); }
    li { border-top: 4px solid var(--mp-line); padding-top: var(--mp-2); font-size: var(--mp-tiny); color: var(--mp-muted); border-radius: 2px; transition: border-color var(--mp-quick); }
    li.done, li.here { border-color: var(--mp-accent); }
    li.here { color: var(--mp-text); font-weight: 600; }
    li span { display: none; }
    .count { color: var(--mp-muted); font-size: var(--mp-small); }
    @media (min-width: 600px) { li span { display: inline; } .count { display: none; } }
  `];
  @property() step: Step = 'you';

  override render(): unknown {
    const here = steps.indexOf(this.step);
    return html`<ol>${steps.map((step, index) => html`<li class=${index < here ? 'done' : index === here ? 'here' : ''} aria-current=${index === here ? 'step' : 'false'}><span>${this.t(names[step])}</span></li>`)}</ol>
      <p class="count">${this.t('firstRun.step', { step: here + 1, of: steps.length })} · ${this.t(names[this.step])}</p>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-progress': MpProgress } }
