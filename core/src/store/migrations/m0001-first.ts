import type { Migration } from './index.ts';
import { auditTables } from './m0001-audit.ts';
import { cameraTables } from './m0001-cameras.ts';
import { consentTables } from './m0001-consent.ts';
import { peopleTables } from './m0001-people.ts';
import { runningTables } from './m0001-running.ts';

/**
 * Rules for every table: STRICT; instants are integer ms UTC and end in _at (or are named since, at); spans are half-open;
 * booleans are 0 or 1; JSON columns hold RFC 8785 text. Ids are text made by the hub.
 */
export const m0001First: Migration = { name: 'first', text: peopleTables + cameraTables + consentTables + auditTables + runningTables };
