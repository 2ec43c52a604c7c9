import type { Timers } from '../base/clock.ts';
import type { PersonId } from '../domain/ids.ts';
import type { SignedIn } from '../people/signed-in.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Viewable } from '../streams/view.ts';
import type { LiveOutcome, LiveViewer, LiveViewings } from '../viewing/live-viewings.ts';
import type { LiveWish } from '../viewing/opening.ts';
import { HlsViewing } from './hls-viewing.ts';
import { HlsSegmenter } from './segmenter.ts';

export interface HlsParts {
  readonly viewings: Pick<LiveViewings, 'watch'>;
  readonly clock: Clock;
  readonly timers: Timers;
}
type Refused = Extract<LiveOutcome, { refusal: unknown }>;
interface Shared {
  readonly segmenter: HlsSegmenter;
  users: number;
}
/** Over all her sessions, those being opened too. */
const mostPerPerson = 32;
const mostInAll = 400;

/** Who watches by HLS: each under a permit of her own, all who see the same from one set of segments. */
export class HlsViewings {
  readonly #parts: HlsParts;
  readonly #open = new Map<string, HlsViewing>();
  /** By what they are made from; with sound, and without. */
  readonly #shared = { loud: new Map<Viewable, Shared>(), mute: new Map<Viewable, Shared>() };
  /** Whose each is, from when it is asked for until it is over. */
  readonly #places: PersonId[] = [];
  constructor(parts: HlsParts) {
    this.#parts = parts;
  }

  /** @throws HubError as `LiveViewings.watch`; `too-many-requests` */
  async open(by: SignedIn, wish: LiveWish): Promise<HlsViewing | Refused> {
    const ofHers = this.#places.filter((person) => person === by.person).length;
    if (ofHers >= mostPerPerson || this.#places.length >= mostInAll) throw new HubError('too-many-requests', 'Too many pictures are open by HLS.');
    this.#places.push(by.person);
    const first = await this.#begin(by, wish);
    if (first instanceof HlsViewing || 'refusal' in first) return first;
    throw new HubError('consent-ended', 'The viewing ended as it began.');
  }
  /** Hers, by the session it was opened with; anybody else's does not exist. @throws HubError `not-found` */
  of(by: SignedIn, viewing: string): HlsViewing {
    const found = this.#open.get(viewing);
    if (found?.session !== by.session) throw new HubError('not-found', 'No such viewing in this session.');
    return found;
  }
  sessionEnded(session: string): void {
    for (const viewing of Array.from(this.#open.values())) if (viewing.session === session) viewing.leave(new Error('The session ended.'));
  }
  /** How many are open, and from how many sets of segments. */
  get counts(): { readonly viewings: number; readonly segmenters: number } {
    return { viewings: this.#open.size, segmenters: this.#shared.loud.size + this.#shared.mute.size };
  }

  /** Its viewing as soon as it is open; how it came out when it never was. */
  async #begin(by: SignedIn, wish: LiveWish): Promise<HlsViewing | LiveOutcome> {
    const { viewings, clock, timers } = this.#parts;
    const leaving = new AbortController();
    let viewing: HlsViewing | undefined;
    let seat: Disposable | undefined;
    return new Promise((resolve, reject) => {
      const viewer: LiveViewer = {
        countsItself: true,
        paced: (pace) => { if (viewing) viewing.pace = pace; },
        opened: ({ permit, from, seat: line, watermark }) => {
          const taken = this.#take(from, permit.obligations.audio);
          seat = taken;
          viewing = new HlsViewing({ id: permit.id, session: by.session, watermark, segmenter: taken.segmenter, line, clock, timers, leave: (why) => leaving.abort(why), ended: () => this.#open.delete(permit.id) });
          this.#open.set(viewing.id, viewing);
          resolve(viewing);
          return viewing.sink;
        },
      };
      viewings.watch(by, wish, viewer, leaving.signal).then(resolve, reject).finally(() => {
        viewing?.[Symbol.dispose]();
        seat?.[Symbol.dispose]();
        this.#places.splice(this.#places.indexOf(by.person), 1);
      });
    });
  }
  #take(from: Viewable, audio: boolean): Disposable & { readonly segmenter: HlsSegmenter } {
    const shelf = audio ? this.#shared.loud : this.#shared.mute;
    const shared = shelf.get(from) ?? { segmenter: new HlsSegmenter(this.#parts.clock, this.#parts.timers), users: 0 };
    shelf.set(from, shared);
    shared.users += 1;
    return {
      segmenter: shared.segmenter,
      [Symbol.dispose]: () => {
        shared.users -= 1;
        if (shared.users > 0) return;
        shelf.delete(from);
        shared.segmenter[Symbol.dispose]();
      },
    };
  }
}
