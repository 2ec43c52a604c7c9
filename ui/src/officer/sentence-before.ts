import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { isAbort, problemOf, type HubProblem } from '../hub/hub-problem.ts';
import type { TwoTexts, Words } from '../words/words.ts';

interface Host extends ReactiveControllerHost {
  readonly words: Words;
}
const pauseMs = 400;

/** What an owner will read of a request, asked of the hub anew a moment after the form was last changed. */
export class SentenceBefore<D> implements ReactiveController {
  problem: HubProblem | undefined;
  private readonly host: Host;
  private readonly ask: (draft: D, signal: AbortSignal) => Promise<{ readonly sentence: TwoTexts }>;
  private sentence: TwoTexts | undefined;
  private isWriting = false;
  private asked = '';
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking: AbortController | undefined;

  constructor(host: Host, ask: SentenceBefore<D>['ask']) {
    this.host = host;
    this.ask = ask;
    host.addController(this);
  }
  hostDisconnected(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  /** To be called whenever the form was drawn; undefined while it cannot be sent. */
  follow(draft: D | undefined): void {
    const key = draft === undefined ? '' : JSON.stringify(draft);
    if (key === this.asked) return;
    this.asked = key;
    this.hostDisconnected();
    this.isWriting = draft !== undefined;
    if (draft !== undefined) this.timer = setTimeout(() => void this.look(draft), pauseMs);
    this.host.requestUpdate();
  }
  /** What went wrong elsewhere with the same request. */
  failed(thrown: unknown): void {
    this.problem = problemOf(thrown);
    this.host.requestUpdate();
  }

  draw(heading: string): TemplateResult {
    const { words } = this.host;
    return html`<div class="read ${this.isWriting ? 'old' : ''}" aria-live="polite"><p class="small strong">${heading}</p><p class=${this.sentence ? '' : 'muted'}>${this.sentence ? words.of(this.sentence) : words.t('officer.theyReadWhen')}</p></div>
      ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : ''}`;
  }

  private async look(draft: D): Promise<void> {
    this.asking = new AbortController();
    try {
      this.sentence = (await this.ask(draft, this.asking.signal)).sentence;
      this.problem = undefined;
    } catch (thrown) {
      if (isAbort(thrown)) return;
      this.problem = problemOf(thrown);
    }
    this.isWriting = false;
    this.host.requestUpdate();
  }
}
