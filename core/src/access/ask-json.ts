import type { Ask } from '../domain/consent.ts';
import type { AskTable } from '../store/schema.ts';

/** As it is stored: JSON has no sets. */
export function writeAsk(ask: Ask): string {
  return JSON.stringify({ ...ask, rendition: { ...ask.rendition, masks: [...ask.rendition.masks].toSorted() } });
}
export function readAsk(text: string): Ask {
  const stored = JSON.parse(text) as Omit<Ask, 'rendition'> & { readonly rendition: Omit<Ask['rendition'], 'masks'> & { readonly masks: readonly string[] } };
  return { ...stored, rendition: { ...stored.rendition, masks: new Set(stored.rendition.masks) as unknown as Ask['rendition']['masks'] } };
}
/** What a yes is good for: as it was asked, or as she trimmed it. */
export function approvedAsk({ body, approved_body }: Pick<AskTable, 'body' | 'approved_body'>): Ask {
  return readAsk(approved_body ?? body);
}
