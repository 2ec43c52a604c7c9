import type { EmergencyRow, OwnerEmergencyRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import type { Words } from '../words/words.ts';

type Told = EmergencyRow | OwnerEmergencyRow;

/** How the facts of an emergency are laid out. */
export const factSheet = css`
  dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: var(--mp-2) var(--mp-4); }
  dt { color: var(--mp-muted); }
  dd { min-width: 0; overflow-wrap: anywhere; }
  blockquote { margin: 0; padding: var(--mp-3) var(--mp-4); border-radius: var(--mp-radius-small); background: var(--mp-sunken); font-size: var(--mp-h3); }
  .top { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--mp-2) var(--mp-4); }
  .top > :first-child { flex: 1 1 220px; }
  @media (max-width: 599px) { dl { grid-template-columns: minmax(0, 1fr); gap: 0; } dd { margin-bottom: var(--mp-2); } }
`;

/** Everything that was declared, by whom and who confirmed it. */
export function drawFacts(row: Told, words: Words, cameras: unknown): unknown {
  const { t } = words;
  const now = Date.now();
  const who = (one: { readonly role: Told['declared']['role']; readonly name: string; readonly officerNo: string }): string => t('emergency.person', { role: t(`terms.unitRole_${one.role}`), name: one.name, number: one.officerNo });
  return html`<blockquote>${row.words}</blockquote><dl>
    <dt>${t('emergency.area')}</dt><dd>${t('emergency.areaIs', { place: row.place, radius: row.radiusM })}</dd>
    <dt>${t('emergency.cameras')}</dt><dd>${cameras}</dd>
    <dt>${t('emergency.declaredBy')}</dt><dd>${who(row.declared)} · ${words.moment(row.declared.at, now)}</dd>
    ${row.opened ? html`<dt>${t('emergency.openedBy')}</dt><dd>${who(row.opened)} · ${words.moment(row.opened.at, now)}</dd>` : nothing}
    <dt>${t('emergency.lasts')}</dt><dd>${t('emergency.minutes', { count: row.minutes })}</dd>
    ${row.caseNo ? html`<dt>${t('emergency.case')}</dt><dd>${row.caseNo}</dd>` : nothing}
  </dl>`;
}

/** How it ended and what was watched. */
export function drawEnd(row: Told, words: Words): unknown {
  const { t } = words;
  if (!row.ended) return nothing;
  const moment = words.moment(row.ended.at, Date.now());
  return html`<p>${row.ended.why === null ? t('emergency.ended', { moment }) : t('emergency.endedAt', { moment, why: t(`emergency.end_${row.ended.why}`) })}.</p>`;
}
export function drawSeen(row: Told, words: Words): unknown {
  const { t } = words;
  return html`<p class="strong">${t('emergency.seen')}</p>${row.seen.length === 0 ? html`<p class="muted">${t('emergency.seenNone')}</p>`
    : html`<ul>${row.seen.map((one) => html`<li>${t('emergency.seenIs', { camera: one.camera, span: words.duration(one.seconds * 1000), number: one.officerNo })}</li>`)}</ul>`}`;
}

/** Whole hours, for a deadline of days: `còn 71 giờ`. */
export function hoursLeft(until: number, words: Words): string {
  const left = until - Date.now();
  return left < 3_600_000 ? words.left(until, Date.now()) : words.t('time.left', { span: words.t('time.hours', { count: Math.floor(left / 3_600_000) }) });
}

export const verdictTone = (status: Told['status']): 'plain' | 'good' | 'warn' | 'danger' => ({ running: 'danger', declared: 'warn', ended: 'warn', unreviewed: 'danger', unjustified: 'danger', justified: 'good', lapsed: 'plain', withdrawn: 'plain' } as const)[status];
