import type { Action, Purpose } from '../domain/consent.ts';
import type { CameraId } from '../domain/ids.ts';
import type { Text } from '../domain/people.ts';
import { days, type Instant, type Milliseconds } from '../domain/time.ts';
import type { HolderRights } from './rights.ts';
import type { Holder } from './rights-holders.ts';
import type { Stretch } from './rights-week.ts';

/** What one holder may do with one camera, at some hour of the coming week or at no hour. */
export interface Reach {
  readonly camera: CameraId;
  readonly holder: Holder;
  readonly week: readonly Stretch[];
  readonly actions: ReadonlySet<Action>;
  readonly purposes: ReadonlySet<Purpose>;
  readonly maxHeight: number;
  readonly audio: boolean;
  /** When the last of its grants ends. */
  readonly until: Instant;
}
/** Of one holder and camera: what becomes otherwise. */
export interface Change {
  readonly camera: CameraId;
  readonly holder: Holder;
  readonly kind: 'permit_gained' | 'ask_gained' | 'must_ask' | 'permit_lost' | 'ask_lost' | 'actions' | 'fewer_actions' | 'purposes' | 'sharper' | 'audio' | 'longer';
  /** Hours of the coming week that it is about; none for the kinds that are not about hours. */
  readonly stretches: readonly Stretch[];
  readonly actions: readonly Action[];
  readonly purposes: readonly Purpose[];
  /** Height in pixels for `sharper`, an instant for `longer`. */
  readonly value: number;
}

/** What is otherwise after than before, in the order of the rows. Pure. */
export function differenceOf(before: readonly Reach[], after: readonly Reach[]): readonly Change[] {
  const key = ({ camera, holder }: Reach): string => `${camera} ${holder.key}`;
  const was = new Map(before.map((each) => [key(each), each]));
  const is = new Map(after.map((each) => [key(each), each]));
  const changes = [...new Set([...is.keys(), ...was.keys()])].flatMap((name) => changesOf(was.get(name), is.get(name)));
  // What changes for a whole unit is not told once more of a part of it.
  const told = ({ holder, ...change }: Change, of = holder.unit as string): string => JSON.stringify([of, { ...change, actions: change.actions.toSorted(), purposes: change.purposes.toSorted() }]);
  const whole = new Set(changes.filter(({ holder }) => isWhole(holder)).map((change) => told(change)));
  return changes.filter((change) => isWhole(change.holder) || !whole.has(told(change)));
}

function isWhole({ role, person, cert }: Holder): boolean {
  return role === undefined && person === undefined && cert === undefined;
}

function changesOf(was: Reach | undefined, is: Reach | undefined): readonly Change[] {
  const [one] = [is ?? was];
  if (!one) return [];
  const about = { camera: one.camera, holder: one.holder, stretches: [], purposes: [], actions: [], value: 0 } as const;
  const only = (a: readonly Stretch[], b: readonly Stretch[], effect: Stretch['effect'], never: (other: Stretch['effect'] | undefined) => boolean): readonly Stretch[] => overlay(a, b).flatMap(({ from, to, first, second }) => (first === effect && never(second) ? [{ from, to, effect }] : []));
  const [old, now] = [was?.week ?? [], is?.week ?? []];
  const hours = ([
    ['permit_gained', only(now, old, 'permit', (other) => other !== 'permit'), is], ['ask_gained', only(now, old, 'ask', (other) => other === undefined), is],
    ['must_ask', only(old, now, 'permit', (other) => other === 'ask'), is], ['permit_lost', only(old, now, 'permit', (other) => other === undefined), was], ['ask_lost', only(old, now, 'ask', (other) => other === undefined), was],
  ] as const).flatMap(([kind, stretches, from]): Change[] => (stretches.length > 0 ? [{ ...about, kind, stretches, actions: [...from?.actions ?? []], purposes: [...from?.purposes ?? []] }] : []));
  // What was not there at all is told by its hours.
  if (!was || !is || was.week.length === 0 || is.week.length === 0) return hours;
  const more = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): readonly T[] => [...a].filter((each) => !b.has(each));
  const [actions, purposes, fewer] = [more(is.actions, was.actions), more(is.purposes, was.purposes), more(was.actions, is.actions)];
  return [
    ...hours, ...(actions.length > 0 ? [{ ...about, kind: 'actions' as const, actions }] : []), ...(purposes.length > 0 ? [{ ...about, kind: 'purposes' as const, purposes }] : []),
    ...(fewer.length > 0 ? [{ ...about, kind: 'fewer_actions' as const, actions: fewer }] : []),
    ...(is.maxHeight > was.maxHeight ? [{ ...about, kind: 'sharper' as const, value: is.maxHeight }] : []), ...(is.audio && !was.audio ? [{ ...about, kind: 'audio' as const }] : []),
    ...(is.until > was.until + days(1) ? [{ ...about, kind: 'longer' as const, value: is.until }] : []),
  ];
}

interface Overlaid {
  readonly from: Instant;
  readonly to: Instant;
  readonly first: Stretch['effect'] | undefined;
  readonly second: Stretch['effect'] | undefined;
}
/** Both lists over one another, cut at every edge of either. */
function overlay(one: readonly Stretch[], other: readonly Stretch[]): readonly Overlaid[] {
  const edges = [...new Set([...one, ...other].flatMap(({ from, to }) => [from, to]))].toSorted((a, b) => a - b);
  const at = (list: readonly Stretch[], t: Instant): Stretch['effect'] | undefined => list.find(({ from, to }) => from <= t && t < to)?.effect;
  return edges.flatMap((from, i) => {
    const to = edges[i + 1];
    return to === undefined ? [] : [{ from, to, first: at(one, from), second: at(other, from) }];
  });
}

/** All that somebody's grants come to, for the comparison. */
export function reachOf(camera: CameraId, { holder, rights, shut, week }: HolderRights, grants: readonly { readonly id: string; readonly what: { readonly actions: readonly Action[]; readonly maxHeight: number; readonly audio: boolean }; readonly why: { readonly purposes: readonly Purpose[] }; readonly when: { readonly until: Instant } }[]): Reach {
  const opening = new Set<string>([...rights.map(({ grant }) => grant), ...shut.filter(({ opensAt }) => opensAt !== undefined).map(({ grant }) => grant)]);
  const counted = grants.filter(({ id }) => opening.has(id));
  return {
    camera, holder, week, actions: new Set(counted.flatMap(({ what }) => what.actions)), purposes: new Set(counted.flatMap(({ why }) => why.purposes)),
    maxHeight: Math.max(0, ...counted.map(({ what }) => what.maxHeight)), audio: counted.some(({ what }) => what.audio), until: Math.max(0, ...counted.map(({ when }) => when.until)),
  };
}

/** Names and words that the sentences are made of. */
export interface ChangeWords {
  readonly who: Text;
  readonly camera: string;
  readonly actions: (actions: readonly Action[]) => Text;
  readonly purposes: (purposes: readonly Purpose[]) => Text;
  /** `22:00 ngày 22/11`. */
  readonly moment: (at: Instant) => Text;
  readonly date: (at: Instant) => string;
}

/** One plain sentence of a change. `weekMs`: the stretch of time that was looked at. */
export function changeSentence({ kind, stretches, actions, purposes, value }: Change, words: ChangeWords, weekMs: Milliseconds): Text {
  const { who, camera } = words;
  const did = words.actions(actions);
  const span = spanOf(stretches, words, weekMs);
  const on = { vi: `camera “${camera}”`, en: `the camera “${camera}”` };
  switch (kind) {
    case 'permit_gained': return { vi: `${who.vi} được ${did.vi} ở ${on.vi} mà không phải hỏi bạn: ${span.vi}.`, en: `${who.en} may ${did.en} on ${on.en} without asking you: ${span.en}.` };
    case 'ask_gained': return { vi: `${who.vi} được xin ${did.vi} ở ${on.vi}, lần nào bạn đồng ý mới được: ${span.vi}.`, en: `${who.en} may ask to ${did.en} on ${on.en}, only when you say yes that time: ${span.en}.` };
    case 'must_ask': return { vi: `${who.vi} từ nay phải hỏi bạn từng lần mới được ${did.vi} ở ${on.vi}: ${span.vi}.`, en: `${who.en} have to ask you each time to ${did.en} on ${on.en}: ${span.en}.` };
    case 'permit_lost': return { vi: `${who.vi} không còn được ${did.vi} ở ${on.vi}: ${span.vi}.`, en: `${who.en} can no longer ${did.en} on ${on.en}: ${span.en}.` };
    case 'ask_lost': return { vi: `${who.vi} không còn được xin ${did.vi} ở ${on.vi}: ${span.vi}.`, en: `${who.en} may no longer ask to ${did.en} on ${on.en}: ${span.en}.` };
    case 'fewer_actions': return { vi: `${who.vi} không còn được ${did.vi} ở ${on.vi}.`, en: `${who.en} may no longer ${did.en} on ${on.en}.` };
    case 'actions': return { vi: `${who.vi} được làm thêm ở ${on.vi}: ${did.vi}.`, en: `${who.en} may also ${did.en} on ${on.en}.` };
    case 'purposes': return { vi: `${who.vi} được xem ${on.vi} cho thêm mục đích: ${words.purposes(purposes).vi}.`, en: `${who.en} may see ${on.en} for more purposes: ${words.purposes(purposes).en}.` };
    case 'sharper': return { vi: `${who.vi} được xem ${on.vi} nét hơn: ${value}p.`, en: `${who.en} see ${on.en} sharper: ${value}p.` };
    case 'audio': return { vi: `${who.vi} được nghe cả tiếng ở ${on.vi}.`, en: `${who.en} also hear the sound of ${on.en}.` };
    case 'longer': return { vi: `${who.vi} còn được như vậy ở ${on.vi} đến ${words.date(value)}.`, en: `${who.en} keep this on ${on.en} until ${words.date(value)}.` };
  }
}

function spanOf(stretches: readonly Stretch[], { moment }: ChangeWords, weekMs: Milliseconds): Text {
  const [first] = stretches;
  if (!first) return { vi: '', en: '' };
  const total = stretches.reduce((sum, { from, to }) => sum + to - from, 0);
  if (total >= weekMs) return { vi: 'lúc nào cũng vậy trong 7 ngày tới', en: 'at any time of the next 7 days' };
  const spent = total >= 7_200_000 ? { vi: `${Math.round(total / 3_600_000)} giờ`, en: `${Math.round(total / 3_600_000)} hours` } : { vi: `${Math.ceil(total / 60_000)} phút`, en: `${Math.ceil(total / 60_000)} minutes` };
  const begins = moment(first.from);
  return { vi: `${spent.vi} trong 7 ngày tới, sớm nhất từ ${begins.vi}`, en: `${spent.en} of the next 7 days, first at ${begins.en}` };
}
