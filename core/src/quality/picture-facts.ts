import type { PictureFact } from '../domain/picture.ts';
import { difference, type Light, type PictureMeasure } from './picture-measure.ts';
import { common, fewSlopes, likeness, slopesIn, type SceneSignature } from './scene-signature.ts';

/** How a camera's scene looks when all is well, by one light. */
export interface PictureReference {
  readonly light: Light;
  readonly signature: SceneSignature;
  /** The least detail it was seen with. */
  readonly detail: number;
}
export interface Evidence {
  readonly now: PictureMeasure;
  /** What the last looks have in common; the newest is one of them. */
  readonly scene: SceneSignature;
  /** By the light of now; undefined where it is not known yet. */
  readonly reference: PictureReference | undefined;
  /** By another light, and the last look was like it. */
  readonly other: PictureReference | undefined;
  /** As it was some minutes ago, when all was well. */
  readonly recent: SceneSignature | undefined;
  /** Against the look before. */
  readonly change: ReturnType<typeof difference> | undefined;
  /** Believed so far. */
  readonly held: ReadonlySet<PictureFact>;
}

const black = { mean: 20, spread: 6 };
const empty = { spread: 5 };
/** Of what the reference has. */
const covered = { slopes: 0.35, detail: 0.4 };
/** It takes more to be sharp again than not to become blurred. */
const blurredBelow = { at: 0.4, held: 0.6 };
/** The streets it was tried on stay above 0.4 whatever passes; turned by a twentieth of the picture they fall to 0.13..0.38, by a tenth below 0.2. */
const movedBelow = 0.3;
const otherBelow = 0.12;
/** Dusk and lamps at night are no more alike than two streets, but the one becomes the other slowly: no camera is turned so. */
const stays = 0.3;
const still = { mean: 0.1, most: 2 };

/** Pure: what one look says, before anything is believed. A picture without a picture is not also blurred or moved. */
export function signsOf({ now, scene, reference, other, recent, change, held }: Evidence): ReadonlySet<PictureFact> {
  const signs = new Set<PictureFact>();
  if (change && change.mean < still.mean && change.most <= still.most) signs.add('frozen');
  if (now.mean < black.mean && now.spread < black.spread) return new Set(['black']);
  if (now.spread < empty.spread) return new Set(['covered']);
  const since = recent && likeness(recent, scene);
  const isSlow = now.light !== 'day' && since !== undefined && since >= stays;
  if (!reference) {
    const like = other && likeness(other.signature, scene);
    // By infrared the same scene looks another; by less light it does not, at once.
    if (like !== undefined && like < otherBelow && !isSlow && now.light !== 'infrared' && other?.light !== 'infrared') signs.add('moved');
    return signs;
  }
  const isPlain = now.detail < reference.detail * covered.detail;
  if (isPlain && slopesIn(now.signature) < slopesIn(reference.signature) * covered.slopes) return signs.add('covered');
  const like = likeness(reference.signature, scene);
  if (like !== undefined && !isSlow && like < (now.light === 'dim' && since === undefined ? otherBelow : movedBelow)) return signs.add('moved');
  if (now.detail < reference.detail * blurredBelow[held.has('blurred') ? 'held' : 'at']) signs.add('blurred');
  return signs;
}

/** A reference from looks at the scene as it is; undefined while there is too little in it. Pure. */
export function referenceOf(looks: readonly PictureMeasure[]): PictureReference | undefined {
  const signature = common(looks.map((look) => look.signature));
  const light = looks[0]?.light;
  if (light === undefined || slopesIn(signature) < fewSlopes) return undefined;
  return { light, signature, detail: Math.min(...looks.map(({ detail }) => detail)) };
}
