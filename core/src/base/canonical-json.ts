import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * RFC 8785 text: the same value gives the same bytes everywhere, so it can be hashed and signed.
 * Properties that are undefined are left out, as in JSON.
 * @throws TypeError for what JSON cannot say: a Set, Map, Date, Buffer, class instance, function, bigint, NaN, Infinity, a lone surrogate, a cycle.
 *   Leaving them to JSON would write `{}` and hash two different asks alike.
 */
export function canonicalJson(value: unknown): string {
  requireJson(value, new Set());
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('There is no JSON text for undefined.');
  return text;
}

/** SHA-256 as 64 hexadecimal digits; text as UTF-8. */
export function sha256Hex(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

function requireJson(value: unknown, above: Set<object>): void {
  switch (typeof value) {
    case 'string':
      if (/\p{Surrogate}/u.test(value)) throw new TypeError('JSON text cannot hold a lone surrogate.');
      return;
    case 'boolean':
      return;
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`JSON has no ${value}.`);
      return;
    case 'object':
      return value === null ? undefined : requireJsonObject(value, above);
    default:
      throw new TypeError(`JSON has no ${typeof value}.`);
  }
}

function requireJsonObject(value: object, above: Set<object>): void {
  if (above.has(value)) throw new TypeError('JSON cannot hold a value inside itself.');
  above.add(value);
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) requireJson(item, above);
  } else {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) throw new TypeError(`JSON has no ${value.constructor.name}; make it an array or a plain object first.`);
    if ('toJSON' in value) throw new TypeError('JSON is written from plain values; toJSON is not called.');
    for (const [key, item] of Object.entries(value)) {
      requireJson(key, above);
      if (item !== undefined) requireJson(item, above);
    }
  }
  above.delete(value);
}
