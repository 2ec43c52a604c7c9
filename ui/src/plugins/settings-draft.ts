import type { SettingField } from './settings-fields.ts';

/** What stands in a control: text as typed, one entry a line for lists. */
export type DraftValue = string | boolean;
export type Draft = Readonly<Record<string, DraftValue>>;
export type Fault = { readonly is: 'needed' | 'number' | 'whole' } | { readonly is: 'least' | 'most' | 'short' | 'long' | 'few' | 'many'; readonly limit: number };
type Config = Readonly<Record<string, unknown>>;

/** Controls filled from the settings in force. A secret starts empty: whether it is set is shown beside it. */
export function draftOf(fields: readonly SettingField[], config: Config): Draft {
  const draft: Record<string, DraftValue> = {};
  for (const { name, shape, fallback } of fields) {
    const value = config[name] ?? fallback;
    if (shape.kind === 'switch') draft[name] = value === true;
    else if (shape.kind === 'list') draft[name] = Array.isArray(value) ? value.join('\n') : '';
    else if (shape.kind === 'choice') draft[name] = typeof value === 'string' ? value : (shape.choices[0] ?? '');
    else if (shape.kind !== 'other') draft[name] = shape.kind === 'secret' || value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  }
  return draft;
}

/**
 * The settings to send, or what is wrong by field. An untouched secret goes as `true` (kept by the hub), one in `cleared` as null (removed).
 * An empty field that is not required is left out, so that the plugin's own default holds.
 */
export function readDraft(fields: readonly SettingField[], draft: Draft, before: Config, cleared: ReadonlySet<string>): { readonly config: Config } | { readonly faults: Readonly<Record<string, Fault>> } {
  const config: Record<string, unknown> = {};
  const faults: Record<string, Fault> = {};
  for (const field of fields) {
    const { name, shape } = field;
    const text = typeof draft[name] === 'string' ? draft[name] : '';
    if (shape.kind === 'other') {
      if (name in before) config[name] = before[name];
    } else if (shape.kind === 'switch') config[name] = draft[name] === true;
    else if (shape.kind === 'secret' && text === '' && before[name] === true && !cleared.has(name)) config[name] = true;
    else if (shape.kind === 'secret' && text === '' && cleared.has(name)) {
      if (field.required) faults[name] = { is: 'needed' };
      else config[name] = null;
    } else {
      const read = readText(field, text, name in before);
      if (read.fault) faults[name] = read.fault;
      else if (read.value !== undefined) config[name] = read.value;
    }
  }
  return Object.keys(faults).length > 0 ? { faults } : { config };
}

type Read = { readonly value?: unknown; readonly fault?: Fault };

function readText({ shape, required }: SettingField, typed: string, known: boolean): Read {
  const text = shape.kind === 'secret' ? typed : typed.trim();
  if (shape.kind === 'list') return text === '' && !required && (shape.minItems > 0 || !known) ? {} : readList(shape, text.split('\n').map((line) => line.trim()).filter(Boolean));
  if (text === '') return required ? { fault: { is: 'needed' } } : {};
  if (shape.kind === 'number') return readNumber(shape, text);
  if (shape.kind === 'text' || shape.kind === 'secret') {
    if (text.length < shape.minLength) return { fault: { is: 'short', limit: shape.minLength } };
    if (text.length > shape.maxLength) return { fault: { is: 'long', limit: shape.maxLength } };
  }
  return { value: text };
}

function readNumber(shape: { readonly whole: boolean; readonly min: number | undefined; readonly max: number | undefined }, text: string): Read {
  // Vietnamese writes 2,5.
  const value = Number(text.replace(',', '.'));
  if (text === '' || !Number.isFinite(value)) return { fault: { is: 'number' } };
  if (shape.whole && !Number.isInteger(value)) return { fault: { is: 'whole' } };
  if (shape.min !== undefined && value < shape.min) return { fault: { is: 'least', limit: shape.min } };
  return shape.max !== undefined && value > shape.max ? { fault: { is: 'most', limit: shape.max } } : { value };
}

function readList(shape: Extract<SettingField['shape'], { kind: 'list' }>, lines: readonly string[]): Read {
  if (lines.length < shape.minItems) return { fault: { is: 'few', limit: shape.minItems } };
  if (lines.length > shape.maxItems) return { fault: { is: 'many', limit: shape.maxItems } };
  if (shape.items === 'text') return { value: lines };
  const values: unknown[] = [];
  for (const line of lines) {
    const read = readNumber(shape, line);
    if (read.fault) return read;
    values.push(read.value);
  }
  return { value: values };
}
