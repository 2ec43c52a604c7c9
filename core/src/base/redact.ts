const hidden = '***';
const deepest = 8;
const longestText = 16_384;
const mostItems = 100;

/** Names whose value is a credential, compared in lower case without `-`, `_` and spaces. */
const secretName = /passw|passwd|pwd|passphrase|secret|token|authorization|authentic|cookie|credential|apikey|privatekey|accesskey|accountkey|sessionid|otp$|^(pass|auth|pin|salt|jwt|bearer|userinfo|vapid)$/;

/**
 * A copy of anything, safe to write to a log: what is named like a credential and what looks like one inside a text is gone.
 * Bounded in depth, length and breadth; cycles, errors, maps, sets, URLs, headers and bytes are made plain. Errs on the side of hiding too much.
 */
export function redact(value: unknown): unknown {
  return plain(value, 0, new Set());
}

function plain(value: unknown, depth: number, above: Set<object>): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function') return redactText(String(value).slice(0, 200));
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `<${value.byteLength} bytes>`;
  if (value instanceof URL || value instanceof URLSearchParams) return redactText(value instanceof URL ? value.href : `?${value.toString()}`);
  if (above.has(value)) return '<cycle>';
  if (depth >= deepest) return '<deeper>';
  above.add(value);
  try {
    return plainObject(value, depth + 1, above);
  } catch (failure) {
    return `<unreadable: ${failure instanceof Error ? failure.name : 'unknown'}>`;
  } finally {
    above.delete(value);
  }
}

function plainObject(value: object, depth: number, above: Set<object>): unknown {
  if (value instanceof Error) return plainError(value, depth, above);
  if (value instanceof Map || value instanceof Headers) return named([...value.entries()].map(([name, item]) => [String(name), item]), depth, above);
  if (value instanceof Set) return plain([...value], depth, above);
  if (Array.isArray(value)) return list(value, depth, above);
  return named(Object.entries(value), depth, above);
}

function plainError(error: Error, depth: number, above: Set<object>): unknown {
  const { cause, ...facts } = error as Error & { cause?: unknown };
  const lines = { name: error.name, message: error.message, stack: error.stack };
  const inner = error instanceof AggregateError ? { errors: error.errors as unknown[] } : {};
  return named(Object.entries({ ...facts, ...lines, ...inner, ...(cause === undefined ? {} : { cause }) }), depth, above);
}

function named(entries: readonly (readonly [string, unknown])[], depth: number, above: Set<object>): Record<string, unknown> {
  // Without a prototype, so that a fact named __proto__ is a fact.
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [name, item] of entries.slice(0, mostItems)) {
    copy[redactText(name)] = isSecretName(name) && item !== undefined && item !== null && typeof item !== 'boolean' ? hidden : plain(item, depth, above);
  }
  if (entries.length > mostItems) copy['…'] = `${entries.length - mostItems} more`;
  return copy;
}

/** Raw headers come as a flat list of names and values, or as pairs: what follows a credential's name is hidden. */
function list(items: readonly unknown[], depth: number, above: Set<object>): unknown[] {
  const copy = items.slice(0, mostItems).map((item, i) => {
    const before = items[i - 1];
    return typeof before === 'string' && isSecretName(before) ? hidden : plain(item, depth, above);
  });
  return items.length > mostItems ? [...copy, `… ${items.length - mostItems} more`] : copy;
}

function isSecretName(name: string): boolean {
  return name.length <= 200 && secretName.test(name.toLowerCase().replaceAll(/[-_ .:]/g, ''));
}

const names = '(?:[\\w.-]{0,40}(?:passw|passwd|pwd|passphrase|secret|token|credential|api[-_]?key|access[-_]?key|private[-_]?key)[\\w.-]{0,40}|pass|auth|jwt|sid|session[-_]?id)';
/** A header takes the rest of its line: Digest has commas, spaces and quotes. */
const header = /((?:proxy-|www-)?auth(?:orization|entication-info|enticate)|(?:set-)?cookie2?)(\\?["']?\s*[:=,]\s*)[^\r\n]*/gi;
const challenge = /\b(?:(bearer|negotiate)\s+\S+|(basic)\s+[\w+/-]{6,}=*|(digest)\s+\w+\s*=[^\r\n]*)/gi;
const quoted = new RegExp(`\\b(${names})(\\\\?["']?\\s*[:=]\\s*)(\\\\?["'])(?:(?!\\3)(?:\\\\.|[^\\\\]))*`, 'gi');
const bare = new RegExp(`\\b(${names})(\\\\?["']?\\s*[:=]\\s*)(?!\\\\?["'])\\S+`, 'gi');
/** WS-Security UsernameToken and its like. */
const element = /<((?:[\w-]+:)?(?:password|passwd|pwd|secret|token|nonce|binarysecuritytoken)\b[^>]*)>[^<]*/gi;

/** Takes credentials out of a text: `user:pass@`, header lines, `password=…`, JSON and XML fields. */
export function redactText(text: string): string {
  // What is cut may end inside a credential, so the last, broken word goes too.
  const short = text.length > longestText ? `${text.slice(0, longestText).replace(/\S*$/, '')}… (${text.length} characters)` : text;
  if (!/[@:=<]|basic|bearer|digest|negotiate|auth|cookie/i.test(short)) return short;
  return short
    .replaceAll(element, `<$1>${hidden}`)
    .replaceAll(header, `$1$2${hidden}`)
    .replaceAll(challenge, `$1$2$3 ${hidden}`)
    .replaceAll(quoted, `$1$2$3${hidden}`)
    .replaceAll(bare, `$1$2${hidden}`)
    .replaceAll(/\S+/g, withoutUser);
}

/** Passwords hold `@`, `:` and `/` unescaped often enough that everything up to the last `@` of a word goes. */
function withoutUser(word: string): string {
  const at = word.lastIndexOf('@');
  if (at < 0) return word;
  const before = word.slice(0, at);
  const scheme = before.indexOf('://');
  if (scheme >= 0) return `${before.slice(0, scheme + 3)}${hidden}${word.slice(at)}`;
  return before.includes(':') ? hidden + word.slice(at) : word;
}
