import type { CameraRightsRow } from '../api/rights.ts';
import { allowedWords, purposeWords } from '../access/ask-sentence.ts';
import { readAsk } from '../access/ask-json.ts';
import { missingWords, restrictionWords } from '../consent/reason-words.ts';
import { isGoodFor, rightsOf, weekAhead, type CameraRights } from '../consent/rights.ts';
import { changeSentence, differenceOf, reachOf, type Change } from '../consent/rights-difference.ts';
import type { Holder, Office } from '../consent/rights-holders.ts';
import { zoneOf } from '../consent/zone.ts';
import type { ConsentState, Grant } from '../domain/consent.ts';
import type { CameraId, GrantId, PersonId, UnitId } from '../domain/ids.ts';
import type { Text, UnitRole } from '../domain/people.ts';
import { days, hours, type Instant } from '../domain/time.ts';
import type { HubServices } from './hub-services.ts';

type Hub = Pick<HubServices, 'store' | 'clock' | 'tz' | 'records'>;
type Named = { readonly id: CameraId; readonly name: string };

const roleWords: { readonly [R in UnitRole]: Text } = {
  duty_officer: { vi: 'cán bộ trực ban', en: 'the duty officers' }, investigator: { vi: 'điều tra viên', en: 'the investigators' }, unit_leader: { vi: 'chỉ huy', en: 'the leader' },
};
/** Everything beside the consent records that the answer needs: who serves where, names, sentences. */
export interface RightsNames {
  readonly offices: readonly Office[];
  readonly units: ReadonlyMap<UnitId, string>;
  readonly people: ReadonlyMap<PersonId, string>;
  readonly sentences: ReadonlyMap<GrantId, Text>;
}

export async function rightsNames({ store }: Pick<Hub, 'store'>, grants: readonly Grant[]): Promise<RightsNames> {
  const units = [...new Set(grants.flatMap(({ who }) => who.unit ?? []))];
  const people = [...new Set(grants.flatMap(({ who }) => who.person ?? []))];
  const ids = [...new Set(grants.map(({ id }) => id))];
  const offices = people.length === 0 ? [] : await store.read.selectFrom('officer').select(['unit', 'person', 'role']).where('person', 'in', people).where('ended_at', 'is', null).execute();
  const asked = [...new Set([...units, ...offices.map(({ unit }) => unit)])];
  const [unitRows, personRows, signed] = await Promise.all([
    asked.length === 0 ? [] : store.read.selectFrom('unit').select(['id', 'name']).where('id', 'in', asked).execute(),
    people.length === 0 ? [] : store.read.selectFrom('person').select(['id', 'name']).where('id', 'in', people).execute(),
    ids.length === 0 ? [] : store.read.selectFrom('grant_version').select(['id', 'sentence_vi', 'sentence_en']).where('id', 'in', ids).orderBy('version').execute(),
  ]);
  return {
    offices, units: new Map(unitRows.map(({ id, name }) => [id, name])), people: new Map(personRows.map(({ id, name }) => [id, name])),
    sentences: new Map(signed.map(({ id, sentence_vi, sentence_en }) => [id, { vi: sentence_vi, en: sentence_en }])),
  };
}

/** `chỉ huy của Công an phường U`. */
export function holderWords({ unit, role, person, cert }: Holder, { units, people }: RightsNames): Text {
  const name = units.get(unit) ?? unit;
  const certified = cert === undefined ? { vi: '', en: '' } : { vi: ` có chứng nhận ${cert}`, en: `, certified as ${cert}` };
  if (person !== undefined) return { vi: `${people.get(person) ?? person}, ${name}${certified.vi}`, en: `${people.get(person) ?? person}, ${name}${certified.en}` };
  if (role !== undefined) return { vi: `${roleWords[role].vi} của ${name}${certified.vi}`, en: `${roleWords[role].en} of ${name}${certified.en}` };
  return { vi: `${name}${certified.vi}`, en: `${name}${certified.en}` };
}

/** Midnights of the wall clock from today's on, one more than the days. */
export function midnights(tz: string, now: Instant, count: number): number[] {
  const zone = zoneOf(tz);
  const offset = (t: Instant): number => zone?.offset(t) ?? 0;
  const today = Math.floor((now + offset(now)) / days(1)) * days(1);
  // The wall clock is half a day either side of UTC, and a change of the clock is near neither noon nor most midnights: two tries settle it.
  return Array.from({ length: count + 1 }, (_, day) => {
    const local = today + day * days(1);
    const first = local - offset(local - offset(now));
    return local - offset(first) === first ? first : local - offset(local - offset(first));
  });
}

const instant = (at: Instant): number | null => (at === Infinity || at > 8e15 ? null : at);
const nothingSaid: Text = { vi: '', en: '' };

export async function rightsRow(hub: Hub, camera: Named, state: ConsentState, names: RightsNames, rights: CameraRights): Promise<CameraRightsRow> {
  const sentence = (grant: GrantId): Text => names.sentences.get(grant) ?? nothingSaid;
  const nameOf = ({ unit }: Holder): string => names.units.get(unit) ?? unit;
  return {
    camera: camera.id, cameraName: camera.name, owner: state.owner, at: rights.at, days: midnights(hub.tz, rights.at, 8), more: rights.more, yes: await yesRows(hub, camera.id, state, rights.at),
    holders: rights.holders.toSorted((a, b) => nameOf(a.holder).localeCompare(nameOf(b.holder), 'vi')).map(({ holder, effect, rights: given, shut, week }) => ({
      key: holder.key, who: holderWords(holder, names), unit: holder.unit, unitName: nameOf(holder), role: holder.role ?? null, person: holder.person ?? null, effect: effect === 'deny' ? 'no' : effect,
      rights: given.map((right) => ({
        grant: right.grant, effect: right.effect, actions: [...right.actions], maxHeight: Math.floor(right.rendition.maxHeight), maxFps: right.rendition.maxFps, audio: right.rendition.audio, masks: right.rendition.masks.size,
        purposes: [...right.purposes], caseRequired: right.caseRequired, lookbackHours: Math.floor(right.lookbackMs / hours(1)), until: instant(right.until), sentence: sentence(right.grant),
      })),
      shut: shut.map(({ grant, missing, opensAt }) => ({ grant, sentence: sentence(grant), opensAt: opensAt ?? null, missing: missing.map((each) => ({ code: each.code, text: missingWords(each) })) })),
      week: week.map((stretch) => ({ ...stretch })),
    })),
    blocks: rights.restrictions.flatMap(({ restriction, kind, now, until }) => (kind === 'mask' ? [] : [{ id: restriction, kind, text: restrictionWords(kind), now, until: instant(until) }])),
  };
}

/** What she said yes to and was not opened yet, where the engine still permits it. */
async function yesRows({ store }: Pick<Hub, 'store'>, camera: CameraId, state: ConsentState, now: Instant): Promise<CameraRightsRow['yes']> {
  const rows = await store.read.selectFrom('ask').innerJoin('person', 'person.id', 'ask.person').innerJoin('unit', 'unit.id', 'ask.unit').select(['ask.id', 'ask.body', 'person.name', 'unit.name as unit_name'])
    .where('ask.camera', '=', camera).where('ask.status', '=', 'approved').where('ask.used_at', 'is', null).where('ask.approved_until', '>', now).limit(50).execute();
  return rows.flatMap(({ id, body, name, unit_name }) => {
    const ask = readAsk(body);
    const good = isGoodFor(state, ask, now);
    return good ? [{ ask: id, who: name, unitName: unit_name, action: ask.action, until: instant(good.until) }] : [];
  });
}

/** Who may do what with these cameras, from the records of this moment. */
export async function cameraRights(hub: Hub, cameras: readonly Named[]): Promise<CameraRightsRow[]> {
  const now = hub.clock.now();
  const states = await Promise.all(cameras.map((camera) => hub.records.stateFor(camera.id)));
  const names = await rightsNames(hub, states.flatMap(({ grants }) => grants));
  return Promise.all(cameras.map((camera, at) => rightsRow(hub, camera, states[at]!, names, rightsOf(states[at]!, names.offices, now))));
}

export interface Compared {
  readonly widens: boolean;
  readonly changes: { readonly gains: boolean; readonly text: Text }[];
  readonly before: CameraRightsRow[];
  readonly after: CameraRightsRow[];
}
const gaining: ReadonlySet<Change['kind']> = new Set(['permit_gained', 'ask_gained', 'actions', 'purposes', 'sharper', 'audio', 'longer']);
const mostSentences = 200;

/** The same answer for the records as they are and as they would be, and what is otherwise, in words. */
export async function compared(hub: Hub, cameras: readonly Named[], change: (state: ConsentState) => ConsentState, more: readonly Grant[], said: ReadonlyMap<GrantId, Text>): Promise<Compared> {
  const now = hub.clock.now();
  const before = await Promise.all(cameras.map((camera) => hub.records.stateFor(camera.id)));
  const after = before.map(change);
  const known = await rightsNames(hub, [...before.flatMap(({ grants }) => grants), ...more]);
  const then: RightsNames = { ...known, sentences: new Map([...known.sentences, ...said]) };
  const pairs = cameras.map((camera, at) => ({ camera, was: rightsOf(before[at]!, known.offices, now), is: rightsOf(after[at]!, known.offices, now), from: before[at]!, to: after[at]! }));
  const changes = pairs.flatMap(({ camera, was, is, from, to }) => differenceOf(was.holders.map((row) => reachOf(camera.id, row, from.grants)), is.holders.map((row) => reachOf(camera.id, row, to.grants))).map((each) => ({ camera, each })));
  const format = (language: 'vi-VN' | 'en-GB', at: Instant, withHour: boolean): string => new Intl.DateTimeFormat(language, { timeZone: hub.tz, day: '2-digit', month: '2-digit', ...(withHour ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } : { year: 'numeric' }) }).format(at);
  const told = changes.slice(0, mostSentences).map(({ camera, each }) => ({
    gains: gaining.has(each.kind),
    text: changeSentence(each, {
      who: holderWords(each.holder, then), camera: camera.name, actions: (actions) => lower(allowedWords(actions)), purposes: (purposes) => ({ vi: purposes.map((purpose) => purposeWords[purpose].vi).join(', '), en: purposes.map((purpose) => purposeWords[purpose].en).join(', ') }),
      moment: (at) => ({ vi: format('vi-VN', at, true), en: format('en-GB', at, true) }), date: (at) => format('en-GB', at, false),
    }, weekAhead),
  }));
  return {
    widens: told.some(({ gains }) => gains), changes: told.map(({ gains, text }) => ({ gains, text: { vi: capital(text.vi), en: capital(text.en) } })),
    before: await Promise.all(pairs.map(({ camera, from, was }) => rightsRow(hub, camera, from, known, was))), after: await Promise.all(pairs.map(({ camera, to, is }) => rightsRow(hub, camera, to, then, is))),
  };
}

/** In the middle of a sentence: without its capital and its stop. */
function lower({ vi, en }: Text): Text {
  const plain = (text: string): string => `${text.charAt(0).toLocaleLowerCase()}${text.slice(1)}`.replace(/\.$/, '');
  return { vi: plain(vi), en: plain(en) };
}
function capital(text: string): string {
  return `${text.charAt(0).toLocaleUpperCase()}${text.slice(1)}`;
}
