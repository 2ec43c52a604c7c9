import { createHash } from 'node:crypto';
import type { Ask } from '../domain/consent.ts';

/**
 * SHA-256, hex, of the exact ask an owner says yes to. Keys stand in RFC 8785 order; masks are sorted.
 * Written by JSON.stringify, which takes any string, because `decide` is total and a canonicaliser throws at a lone surrogate.
 * Units, roles, certificates and device are left out: the grant decides on those anew each time.
 */
export function askHash(ask: Ask): string {
  const { rendition } = ask;
  const canonical = JSON.stringify({
    action: ask.action,
    camera: ask.camera,
    caseNo: ask.caseNo,
    footage: ask.footage,
    person: ask.who.person,
    purpose: ask.purpose,
    rendition: { audio: rendition.audio, masks: [...rendition.masks].toSorted(), maxFps: rendition.maxFps, maxHeight: rendition.maxHeight },
  });
  return createHash('sha256').update(canonical).digest('hex');
}
