import { get, type ClientRequest } from 'node:http';
import type { HubFact } from '../api/index.ts';
import { until } from './until.fixture.ts';

/** A page that listens to `/api/events`. */
export class FactStream implements Disposable {
  readonly facts: HubFact[] = [];
  /** Everything as it came. */
  text = '';
  status: number | undefined;
  ended = false;
  readonly #request: ClientRequest;
  #rest = '';

  constructor(origin: string, headers: Readonly<Record<string, string>>) {
    this.#request = get(`${origin}/api/events`, { headers: { ...headers }, agent: false }, (response) => {
      this.status = response.statusCode;
      response.setEncoding('utf8').on('data', (piece: string) => this.#read(piece));
      response.on('close', () => { this.ended = true; });
    });
    this.#request.on('error', () => { this.ended = true; });
  }
  async open(): Promise<this> {
    await until('the stream opens', () => this.text.includes('retry'));
    return this;
  }
  has(fact: HubFact['fact']): boolean {
    return this.facts.some((each) => each.fact === fact);
  }
  [Symbol.dispose](): void {
    this.#request.destroy();
  }

  #read(piece: string): void {
    this.text += piece;
    const events = (this.#rest + piece).split('\n\n');
    this.#rest = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: (.*)$/m.exec(event)?.[1];
      if (data !== undefined) this.facts.push(JSON.parse(data) as HubFact);
    }
  }
}
