import type { Migration } from './index.ts';
import { recordingTables } from './m0005-recording.ts';
import { indexTables } from './m0005-index.ts';
import { playbackTables } from './m0005-playback.ts';
import { footageAskTables } from './m0005-footage-asks.ts';
import { evidenceTables } from './m0005-evidence.ts';
import { exportTables } from './m0005-exports.ts';
import { outsideTables } from './m0005-outside.ts';

/** Recordings in full, and evidence made of them. */
export const m0005Footage: Migration = { name: 'footage', text: [recordingTables, indexTables, playbackTables, footageAskTables, evidenceTables, exportTables, outsideTables].join('') };
