import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { auditTypes, entryText, parseEntry, type AuditEntry } from '../audit/entry.ts';
import { id, type CameraId } from '../domain/ids.ts';
import { hexOf } from './bytes.ts';
import { EntryLine } from './entry-line.ts';

const hash = 'ab'.repeat(32);
const read = (text: string) => {
  const line = new EntryLine();
  const bytes = new TextEncoder().encode(`..${text}.`);
  return line.read(bytes, 2, bytes.length - 1) ? { body: hexOf(line.body), camera: line.camera, cameraSeq: line.cameraSeq, type: line.type } : undefined;
};
const isEntry = (text: string): boolean => {
  try {
    return parseEntry(text).v === 1;
  } catch {
    return false;
  }
};

describe('an entry read by hand', () => {
  it('says what the hub wrote, whatever the camera is called', () => {
    fc.assert(fc.property(fc.integer(), fc.option(fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fc.integer({ min: 1, max: 999_999_999 })), { nil: undefined }), fc.constantFrom(...auditTypes), (at, camera, type) => {
      const entry: AuditEntry = { v: 1, type, at, body: hash, ...(camera ? { camera: id<CameraId>(camera[0]), cameraSeq: camera[1] } : {}) };
      expect(read(entryText(entry))).toEqual({ body: hash, camera: camera?.[0], cameraSeq: camera?.[1] ?? 0, type });
    }), { numRuns: 2_000 });
  });

  it('accepts no text that the hub would not have written', () => {
    const text = entryText({ v: 1, type: 'login', at: 5, camera: id<CameraId>('c "1"'), cameraSeq: 3, body: hash });
    let accepted = 0;
    fc.assert(fc.property(fc.integer({ min: 0, max: text.length - 1 }), fc.constantFrom('', '0', '"', '\\', ' ', 'a', 'F', '-', ',', '.', '}'), (at, put) => {
      const changed = text.slice(0, at) + put + text.slice(at + 1);
      const found = read(changed);
      if (found) accepted += 1;
      // A type that is not on the list is the hub's to refuse; a page may be older than the hub.
      if (found && (auditTypes as readonly string[]).includes(found.type)) expect(isEntry(changed)).toBe(true);
    }), { numRuns: 4_000 });
    expect(accepted).toBeGreaterThan(10);
  });

  it.each(['', '{}', '{"at":5}', '{"at":5.5,"body":"x"}', `{"at":-0,"body":"${hash}","type":"login","v":1}`, `{"at":05,"body":"${hash}","type":"login","v":1}`, `{"at":5,"body":"${hash.toUpperCase()}","type":"login","v":1}`, `{"at":5,"body":"${hash}","camera":"c","type":"login","v":1}`, `{"at":5,"body":"${hash}","cameraSeq":1,"type":"login","v":1}`, `{"at":5,"body":"${hash}","type":"login","v":2}`, `{"at":5,"body":"${hash}","type":"login","v":1}}`, `{"at":5,"body":"${hash}","type":"","v":1}`, `{"at":5,"body":"${hash}","camera":"","cameraSeq":1,"type":"login","v":1}`])('%s is none', (text) => {
    expect(read(text)).toBeUndefined();
  });
});
