import type { GrantDraft } from '@matpho/core/api';

/** What the expert form adds to whom and which cameras. */
export type Terms = Omit<GrantDraft, 'owner' | 'cameras' | 'preset' | 'days'> & { readonly days?: number };

/** Where the form begins: ask each time, live, 720p, silent, for a crime, with a case. */
export const firstTerms: Terms = {
  who: {}, mode: 'ask', actions: ['live'], maxHeight: 720, maxFps: 15, audio: false, purposes: ['crime'], caseRequired: true, lookbackHours: 0, maxSessionMinutes: 15, maxConcurrent: 1, maxPerDay: 10, watermark: true, store: 'none',
};

/** `2026-11-22` on this page's clock, as a date field has it; empty for no date. */
export function dateOf(at: number | undefined): string {
  if (at === undefined) return '';
  const date = new Date(at);
  return `${String(date.getFullYear()).padStart(4, '0')}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}
/** The first instant of a day, or of the day after it; undefined for what is no date. */
export function startOf(date: string, later = 0): number | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!found) return undefined;
  const at = new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3]) + later).getTime();
  return Number.isFinite(at) && at >= 0 ? at : undefined;
}

/** A number within its bounds; undefined while it is not one. */
export function numberIn(text: string, least: number, most: number): number | undefined {
  const value = Number(text);
  return text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
}

/** Without what is undefined, which the hub would take for said. */
export function plain<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}
