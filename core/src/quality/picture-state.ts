import { pictureFacts, type PictureCondition, type PictureFact } from '../domain/picture.ts';
import { hours, minutes, seconds, type Instant } from '../domain/time.ts';
import type { Repeats } from './key-repeats.ts';
import { referenceOf, signsOf, type PictureReference } from './picture-facts.ts';
import { brightnessOf, difference, measure, type Light, type PictureMeasure } from './picture-measure.ts';
import { common, likeness, type SceneSignature } from './scene-signature.ts';

export interface LookOutcome {
  readonly began: readonly PictureFact[];
  readonly ended: readonly PictureFact[];
  /** A reference that was taken at this look. */
  readonly learned?: PictureReference;
}
/** The scene of now: what most of so many looks have in common. */
const sceneLooks = 3;
const learnLooks = 5;
/** A look longer ago says nothing of now. */
const forgetAfter = minutes(2);
/** Slow changes, a tree or a season, are followed; never more than once in this time. */
const followEvery = hours(24);
const followFrom = 0.6;
/** Believed after so many looks in a row that say so; over after as many that do not. */
const believedAfter = 2;
/** The scene some minutes ago: taken this often, and good for so long. */
const recent = { every: minutes(2), lasts: minutes(10) };
/** A quiet street may stand still from one look to the next. */
const frozenAfter = seconds(40);

/** What is believed of one camera's picture, look by look. Pure but for what it remembers; it keeps no picture but the last small one. */
export class PictureState {
  readonly #references = new Map<Light, PictureReference & { readonly at: Instant }>();
  readonly #facts = new Map<PictureFact, Instant>();
  /** Looks in a row that contradict what is believed, and when the first of them was. */
  readonly #against = new Map<PictureFact, { readonly looks: number; readonly since: Instant }>();
  #looks: PictureMeasure[] = [];
  #lessons: PictureMeasure[] = [];
  #last: { readonly gray: Uint8Array; readonly at: Instant } | undefined;
  #lastGood: Light | undefined;
  #recent: { readonly signature: SceneSignature; readonly at: Instant } | undefined;

  /** @param references, conditions as they were before a restart */
  constructor(references: readonly (PictureReference & { readonly at: Instant })[] = [], conditions: readonly PictureCondition[] = []) {
    for (const reference of references) this.#references.set(reference.light, reference);
    for (const { fact, since } of conditions) this.#facts.set(fact, since);
  }
  get conditions(): readonly PictureCondition[] {
    return [...this.#facts].map(([fact, since]) => ({ fact, since }));
  }
  /** Something looks otherwise than is believed: the next look should come soon. */
  get isDoubtful(): boolean {
    return this.#against.size > 0;
  }
  get knowsScene(): boolean {
    return this.#references.size > 0;
  }

  /** The scene as it is now is the right one: everything known of it is learnt anew. */
  accept(): void {
    this.#references.clear();
    this.#looks = [];
    this.#lessons = [];
    this.#lastGood = this.#recent = undefined;
    for (const fact of ['moved', 'blurred', 'covered'] as const) {
      this.#facts.delete(fact);
      this.#against.delete(fact);
    }
  }

  /** @param look `lookBytes` of a key picture that was not looked at before */
  look(look: Uint8Array, repeats: Repeats, at: Instant): LookOutcome {
    const now = measure(look);
    const gray = brightnessOf(look);
    const before = this.#last && at - this.#last.at < forgetAfter ? this.#last : undefined;
    if (!before) this.#looks = [];
    this.#looks = [...this.#looks, now].slice(-sceneLooks);
    // While it looks elsewhere, what was right stays what it is held against.
    if (this.#recent && at - this.#recent.at >= recent.lasts && !this.#facts.has('moved')) this.#recent = undefined;
    const scene = common(this.#looks.map(({ signature }) => signature));
    const reference = this.#references.get(now.light);
    const other = reference || this.#lastGood === undefined ? undefined : this.#references.get(this.#lastGood);
    const signs = new Set(signsOf({ now, scene, reference, other, recent: this.#recent?.signature, change: before && difference(before.gray, gray), held: new Set(this.#facts.keys()) }));
    if (repeats === 'loop') signs.delete('frozen');
    if (repeats === 'loop') signs.add('looped');
    if (repeats === 'still') signs.add('frozen');
    this.#last = { gray: Uint8Array.from(gray), at };
    const changed = this.#believe(signs, at, repeats);
    if (signs.size === 0 && reference) this.#lastGood = now.light;
    if (signs.size === 0 && this.#facts.size === 0 && (this.#recent === undefined || at - this.#recent.at >= recent.every)) this.#recent = { signature: scene, at };
    const learned = this.#learn(now, signs, reference, at);
    return { ...changed, ...(learned ? { learned } : {}) };
  }

  #believe(signs: ReadonlySet<PictureFact>, at: Instant, repeats: Repeats): { readonly began: PictureFact[]; readonly ended: PictureFact[] } {
    const [began, ended]: [PictureFact[], PictureFact[]] = [[], []];
    for (const fact of pictureFacts) {
      if (signs.has(fact) === this.#facts.has(fact)) {
        this.#against.delete(fact);
        continue;
      }
      const against = this.#against.get(fact);
      const { looks, since } = { looks: (against?.looks ?? 0) + 1, since: against?.since ?? at };
      this.#against.set(fact, { looks, since });
      // Repeated bytes are counted over half a minute before they are told here.
      const isSure = fact === 'looped' || (fact === 'frozen' && repeats === 'still');
      if (looks < (isSure ? 1 : believedAfter) || (fact === 'frozen' && signs.has(fact) && !isSure && at - since < frozenAfter)) continue;
      this.#against.delete(fact);
      if (signs.has(fact)) {
        this.#facts.set(fact, since);
        began.push(fact);
      } else {
        this.#facts.delete(fact);
        ended.push(fact);
      }
    }
    return { began, ended };
  }

  #learn(now: PictureMeasure, signs: ReadonlySet<PictureFact>, reference: (PictureReference & { readonly at: Instant }) | undefined, at: Instant): PictureReference | undefined {
    const isWell = signs.size === 0 && this.#facts.size === 0;
    const isDue = !reference || (at - reference.at >= followEvery && (likeness(reference.signature, now.signature) ?? 0) >= followFrom);
    if (!isWell || !isDue || this.#lessons.some(({ light }) => light !== now.light)) {
      this.#lessons = [];
      return undefined;
    }
    this.#lessons.push(now);
    if (this.#lessons.length < learnLooks) return undefined;
    const learned = referenceOf(this.#lessons);
    this.#lessons = [];
    if (learned) this.#references.set(learned.light, { ...learned, at });
    return learned;
  }
}
