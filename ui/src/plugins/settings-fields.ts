import type { TwoTexts } from '../words/words.ts';

/** One setting of a plugin as a control can show it. */
export interface SettingField {
  readonly name: string;
  readonly title: TwoTexts;
  readonly description: TwoTexts | undefined;
  readonly required: boolean;
  readonly fallback: unknown;
  readonly shape: Shape;
}
export type Shape =
  | { readonly kind: 'text' | 'secret'; readonly minLength: number; readonly maxLength: number; readonly format: string | undefined }
  | { readonly kind: 'number'; readonly whole: boolean; readonly min: number | undefined; readonly max: number | undefined }
  | { readonly kind: 'switch' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'list'; readonly items: 'text' | 'number'; readonly whole: boolean; readonly min: number | undefined; readonly max: number | undefined; readonly minItems: number; readonly maxItems: number }
  /** Not drawn; its value is sent back untouched. */
  | { readonly kind: 'other' };

type Json = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const numberOr = <T>(value: unknown, other: T): number | T => (typeof value === 'number' && Number.isFinite(value) ? value : other);
/** Zod writes the safe-integer bounds for every integer; as a limit for people they mean nothing. */
const limit = (value: unknown): number | undefined => (typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined);

/** The fields of an object schema (JSON Schema 2020-12) in its own order. */
export function fieldsOf(schema: Json): readonly SettingField[] {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(properties).flatMap(([name, raw]) => {
    if (!isRecord(raw)) return [];
    return [{ name, title: textsOf(raw['title']) ?? { vi: name, en: name }, description: textsOf(raw['description']), required: required.includes(name) && !('default' in raw), fallback: raw['default'], shape: shapeOf(raw) }];
  });
}

/** A title is one text, `Tiếng Việt / English`, or `{ vi, en }`. */
function textsOf(value: unknown): TwoTexts | undefined {
  if (typeof value === 'string' && value !== '') {
    const [vi, en, ...more] = value.split(' / ');
    return vi && en && more.length === 0 ? { vi, en } : { vi: value, en: value };
  }
  return isRecord(value) && typeof value['vi'] === 'string' && typeof value['en'] === 'string' ? { vi: value['vi'], en: value['en'] } : undefined;
}

function shapeOf(raw: Json): Shape {
  const schema = plain(raw);
  const { type } = schema;
  if (Array.isArray(schema['enum']) && schema['enum'].every((each) => typeof each === 'string')) return { kind: 'choice', choices: schema['enum'] };
  if (type === 'boolean') return { kind: 'switch' };
  if (type === 'integer' || type === 'number') return { kind: 'number', whole: type === 'integer', ...bounds(schema) };
  if (type === 'string') {
    const secret = raw['secret'] === true || schema['secret'] === true;
    return { kind: secret ? 'secret' : 'text', minLength: numberOr(schema['minLength'], 0), maxLength: numberOr(schema['maxLength'], 2000), format: typeof schema['format'] === 'string' ? schema['format'] : undefined };
  }
  if (type === 'array' && isRecord(schema['items'])) {
    const items = plain(schema['items']);
    const sizes = { minItems: numberOr(schema['minItems'], 0), maxItems: numberOr(schema['maxItems'], 100) };
    if (items['type'] === 'string' && !('enum' in items)) return { kind: 'list', items: 'text', whole: false, min: undefined, max: undefined, ...sizes };
    if (items['type'] === 'integer' || items['type'] === 'number') return { kind: 'list', items: 'number', whole: items['type'] === 'integer', ...bounds(items), ...sizes };
  }
  return { kind: 'other' };
}

function bounds(schema: Json): { readonly min: number | undefined; readonly max: number | undefined } {
  return { min: limit(schema['minimum']), max: limit(schema['maximum']) };
}

/** `anyOf: [string, null]` and `type: [string, null]` are a string that may be left out; `anyOf` of constants is a choice. */
function plain(schema: Json): Json {
  const options = Array.isArray(schema['anyOf']) ? schema['anyOf'].filter(isRecord).filter((each) => each['type'] !== 'null') : [];
  if (options.length > 1 && options.every((each) => typeof each['const'] === 'string')) return { ...schema, enum: options.map((each) => each['const']) };
  if (options.length === 1) return { ...schema, ...options[0] };
  const types = Array.isArray(schema['type']) ? schema['type'].filter((each) => each !== 'null') : [];
  return types.length === 1 ? { ...schema, type: types[0] } : schema;
}
