import type { Migration } from './index.ts';
import { caseTables } from './m0003-cases.ts';
import { emergencyTables } from './m0003-emergencies.ts';
import { writtenRequestTables } from './m0003-written.ts';
import { maskTables } from './m0003-masks.ts';
import { recordTables } from './m0003-records.ts';
import { oversightTables } from './m0003-oversight.ts';
import { logTables } from './m0003-log.ts';
import { rightsTables } from './m0003-rights.ts';

/** All five routes, the records behind them and what is shown of them. */
export const m0003ConsentInFull: Migration = { name: 'consent-in-full', text: [caseTables, emergencyTables, writtenRequestTables, maskTables, recordTables, oversightTables, logTables, rightsTables].join('') };
