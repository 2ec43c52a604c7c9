/**
 * A log written out for whoever checks it without the hub: JSON Lines, UTF-8, each line ending in one newline.
 *
 *     {"format":"matpho-log/1","key":"<verifier key>","madeAt":<ms>,"note":"<signed checkpoint>","size":<entries>}
 *
 * then, for each entry from 0 to size - 1, either the entry itself, to the byte as it was hashed, and the line of its private body,
 *
 *     {"at":..,"body":"<hash>","camera":"..","cameraSeq":..,"type":"..","v":1}
 *     {"body":<RFC 8785 text>,"salt":"<64 hex digits>"}        or, when it was erased,  {"erased":true}
 *
 * or, where the entry is another household's, only its leaf hash,
 *
 *     {"leaf":"<64 hex digits>"}
 *
 * and after every 256th entry the hash of that tile, so that a fault can be told from its place,
 *
 *     {"tile":"<64 hex digits>"}
 *
 * Entries are canonical JSON and begin with "at", so the second letter of a line tells what it is.
 */
export const exportFormat = 'matpho-log/1';

export interface ExportHeader {
  readonly format: typeof exportFormat;
  /** C2SP verifier key. */
  readonly key: string;
  readonly madeAt: number;
  /** C2SP signed note. */
  readonly note: string;
  readonly size: number;
}

/** Longest line: a private body of 65,536 characters with what stands around it. */
export const longestLine = 300_000;

export function readHeader(text: string): ExportHeader | undefined {
  try {
    const value = JSON.parse(text) as Partial<ExportHeader> | null;
    const isHeader = value !== null && typeof value === 'object' && value.format === exportFormat && typeof value.key === 'string' && typeof value.note === 'string' && Number.isSafeInteger(value.size) && Number.isSafeInteger(value.madeAt) && (value.size ?? -1) >= 0;
    return isHeader ? value as ExportHeader : undefined;
  } catch {
    return undefined;
  }
}

/** What a `purge` entry says of private bodies that were erased on purpose. */
export interface ErasedBodies {
  readonly what: 'bodies';
  /** Of one camera, by its own count; both ends belong to it. */
  readonly cameraSeqs?: { readonly camera: string; readonly ranges: readonly (readonly [number, number])[] };
  /** Of entries that are about no camera, by their place in the log. */
  readonly seqs?: readonly (readonly [number, number])[];
}
