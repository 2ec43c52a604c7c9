import './mp-badge.ts';
import './mp-button.ts';
import './mp-card.ts';
import './mp-choice-cards.ts';
import './mp-copy.ts';
import './mp-dialog.ts';
import './mp-empty.ts';
import './mp-error.ts';
import './mp-field.ts';
import './mp-icon.ts';
import './mp-page.ts';
import './mp-qr-frame.ts';
import './mp-select.ts';
import './mp-skeleton.ts';
import './mp-stale.ts';
import './mp-switch.ts';
import './mp-time.ts';

/** The tags that importing this file registers; `main.ts` does, so screens need not. */
export const everyPart = ['mp-badge', 'mp-button', 'mp-card', 'mp-choice-cards', 'mp-copy', 'mp-dialog', 'mp-empty', 'mp-error', 'mp-field', 'mp-icon', 'mp-page', 'mp-qr-frame', 'mp-select', 'mp-skeleton', 'mp-stale', 'mp-switch', 'mp-time'] as const;
