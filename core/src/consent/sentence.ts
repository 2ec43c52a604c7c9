import type { Grant, Weekly } from '../domain/consent.ts';
import type { Id } from '../domain/ids.ts';
import { languages } from '../domain/people.ts';
import type { Language, Text, UnitRole } from '../domain/people.ts';
import { labelled } from './labels.ts';
import type { Names } from './labels.ts';
import { list, Misread, number, quoted, Reader, ReadingScribe, word, Writer } from './scribe.ts';
import type { Scribe } from './scribe.ts';
import { sentenceWords } from './sentence-words.ts';
import type { SentenceWords } from './sentence-words.ts';
import { duration, moment, weekHours } from './time-phrases.ts';

/** The fields of a grant that say what is allowed; the others say which grant it is. */
export type Policy = Pick<Grant, 'who' | 'what' | 'when' | 'why' | 'mode' | 'limits'>;

export const vietnamTime = 'Asia/Ho_Chi_Minh';

/**
 * The text the owner signs: every field of the policy, in short sentences. Two different policies never have the same text.
 * @param tz in which dates and hours are told; the text names it
 */
export function sentenceFor(grant: Policy, names: Names, tz: string = vietnamTime): Text {
  const policy = policyOf(grant);
  const [vi, en] = languages.map((language) => {
    const writer = new Writer();
    contract(writer, language, names, policy, tz);
    return writer.written;
  });
  return { vi: vi!, en: en! };
}

/** What a text says; with the same names it was written with. @throws Misread for any text that `sentenceFor` does not write */
export function parseSentence(text: string, language: Language, names: Names): Policy {
  const reader = new Reader(text);
  const policy = contract(new ReadingScribe(reader), language, names);
  reader.finish();
  return policy;
}

/** Only the policy, with the days of a week each once and in order: the one spelling that texts are compared by. */
export function policyOf({ who, what, when, why, mode, limits }: Policy): Policy {
  const { access, footage, from, until } = when;
  return {
    who, what, why, mode, limits,
    when: { from, until, ...(access && { access: ordered(access) }), ...(footage && { footage: { ...footage, ...(footage.hours && { hours: ordered(footage.hours) }) } }) },
  };
}

function ordered({ tz, windows }: Weekly): Weekly {
  return { tz, windows: windows.map(({ days, from, to }) => ({ days: [...new Set(days)].toSorted((a, b) => a - b), from, to })) };
}

/** The text itself, said or read. */
function contract(scribe: Scribe, language: Language, names: Names, given?: Policy, givenTz?: string): Policy {
  const words = sentenceWords[language];
  const label = <I extends Id<string>>(of: ReadonlyMap<I, string>) => labelled(of, words.code);
  const many = <I extends Id<string>>(of: ReadonlyMap<I, string>) => list(label(of), words.and, words.nothing);

  scribe.text(words.allow);
  const who = grantee(scribe, words, names, given?.who);
  const mode = scribe.choose(words.modes, given?.mode);
  const actions = scribe.say(list(word(words.actions), words.and, words.nothing), given?.what.actions);
  scribe.text(words.cameras);
  const cameras = scribe.say(many(names.cameras), given?.what.cameras);
  scribe.text(words.stop + words.explained[mode]);

  const zone = scribe.choose(words.zone, givenTz && (givenTz === vietnamTime ? 'vietnam' : 'other') || undefined);
  const tz = zone === 'vietnam' ? vietnamTime : scribe.say(quoted, givenTz);
  if (zone === 'other') scribe.text(', ');
  const instant = moment(tz);
  scribe.text(words.from);
  const from = scribe.say(instant, given?.when.from);
  scribe.text(words.until);
  const until = scribe.say(instant, given?.when.until);
  scribe.text(words.lapses + words.use);
  const purposes = scribe.say(list(word(words.purposes), words.or, words.nothing), given?.why.purposes);
  scribe.text(words.stop);
  const caseRequired = scribe.choose(words.case, given && (given.why.caseRequired ? 'required' : 'free')) === 'required';

  scribe.text(words.height);
  const maxHeight = scribe.say(number, given?.what.maxHeight);
  scribe.text(words.fps);
  const maxFps = scribe.say(number, given?.what.maxFps);
  const audio = scribe.choose(words.audio, given && (given.what.audio ? 'sound' : 'silent')) === 'sound';
  const hasMasks = scribe.choose(words.masks, given && (given.what.masks.length > 0 ? 'some' : 'none')) === 'some';
  const masks = hasMasks ? scribe.say(many(names.masks), given?.what.masks) : [];
  if (hasMasks) scribe.text(words.stop);
  const watermark = scribe.choose(words.watermark, given && (given.limits.watermark ? 'printed' : 'bare')) === 'printed';

  const access = weekly(scribe, words.access, language, words.stop, tz, given && { hours: given.when.access });
  const hasFootage = scribe.choose(words.footage, given && (given.when.footage ? 'some' : 'none')) === 'some';
  const footage = hasFootage ? recorded(scribe, words, language, tz, given?.when.footage) : undefined;

  scribe.text(words.session);
  const maxSessionMs = scribe.say(duration(language), given?.limits.maxSessionMs);
  scribe.text(words.concurrent);
  const maxConcurrent = scribe.say(number, given?.limits.maxConcurrent);
  scribe.text(words.perDay);
  const maxPerDay = scribe.say(number, given?.limits.maxPerDay);
  const store = scribe.choose(words.store, given?.limits.store);
  scribe.text(words.revoke);

  return {
    who, mode,
    what: { cameras, actions, maxHeight, maxFps, audio, masks },
    when: { from, until, ...(access && { access }), ...(footage && { footage }) },
    why: { purposes, caseRequired },
    limits: { maxSessionMs, maxConcurrent, maxPerDay, watermark, store },
  };
}

/** `“U”`, `cán bộ trực ban của “U”`, `người tên là “P” của “U”`, each with a certificate where one is asked for. */
function grantee(scribe: Scribe, words: SentenceWords, names: Names, given?: Policy['who']): Policy['who'] {
  const kind: UnitRole | 'unit' | 'anyone' | undefined = given && (given.role ?? (given.person === undefined ? 'unit' : 'anyone'));
  const noun = scribe.choose(words.nouns, kind);
  const units = labelled(names.units, words.code);
  const person = noun === 'unit' ? undefined : scribe.perhaps(words.named, labelled(names.people, words.code), given?.person);
  const unit = noun === 'unit' ? scribe.say(units, given?.unit) : scribe.perhaps(words.of, units, given?.unit);
  const cert = scribe.perhaps(words.certified, labelled(names.certs, words.code), given?.cert);
  if (unit === undefined && person === undefined) throw new Misread('It names nobody.');
  return { ...(unit !== undefined && { unit }), ...(noun !== 'unit' && noun !== 'anyone' && { role: noun }), ...(person !== undefined && { person }), ...(cert !== undefined && { cert }) };
}

/** @param given undefined while reading */
function weekly(scribe: Scribe, wordings: Readonly<Record<'always' | 'never' | 'hours', string>>, language: Language, stop: string, tz: string, given: { readonly hours: Weekly | undefined } | undefined): Weekly | undefined {
  const kind = given && (given.hours === undefined ? 'always' : given.hours.windows.length === 0 ? 'never' : 'hours');
  switch (scribe.choose(wordings, kind)) {
    case 'always': return undefined;
    case 'never': return { tz: scribe.perhaps('(', quoted, given?.hours?.tz === tz ? undefined : given?.hours?.tz, ') ') ?? tz, windows: [] };
    case 'hours': {
      const hours = scribe.say(weekHours(language, tz), given?.hours);
      scribe.text(stop);
      return hours;
    }
  }
}

function recorded(scribe: Scribe, words: SentenceWords, language: Language, tz: string, given: Policy['when']['footage']): NonNullable<Policy['when']['footage']> {
  const lookbackMs = scribe.say(duration(language), given?.lookbackMs);
  scribe.text(words.lookback);
  const instant = moment(tz);
  const from = scribe.perhaps(words.filmedFrom, instant, given?.from, words.stop);
  const until = scribe.perhaps(words.filmedUntil, instant, given?.until, words.stop);
  const hours = weekly(scribe, words.filmed, language, words.stop, tz, given && { hours: given.hours });
  return { ...(from !== undefined && { from }), ...(until !== undefined && { until }), ...(hours && { hours }), lookbackMs };
}

