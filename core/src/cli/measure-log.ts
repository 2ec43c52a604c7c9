import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openAuditLog, type AuditFact } from '../audit/audit-log.ts';
import { openLogSigner } from '../audit/log-signer.ts';
import { SystemClock } from '../base/clock.ts';
import { id, type CameraId, type OwnerId } from '../domain/ids.ts';
import type { Log } from '../sdk/plugin.ts';
import { openStore } from '../store/open-store.ts';
import { openVault } from '../vault/vault.ts';

/**
 * For the benchmark: makes a log of `entries` in `folder` as the hub makes it, each entry on the disk before it counts, writes it out as a household's file, and has the hub check it.
 * One JSON object a step on standard output: `{"appends":n,"ms":..}`, `{"exported":n,"ms":..}`, `{"checked":n,"ms":..,"longestBlockMs":..}`.
 */
const [folder = '', count = '0'] = process.argv.slice(2);
const entries = Number(count);
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const clock = new SystemClock();
const owner = id<OwnerId>('house');
const say = (step: object): void => { process.stdout.write(`${JSON.stringify(step)}\n`); };

/** What a viewing leaves behind when it ends: the usual entry, at its usual length. */
function fact(n: number): AuditFact {
  return {
    type: 'session.closed', camera: id<CameraId>(`8b1f2c9e-4f6a-4b0e-9d53-0000000000${String(n % 8).padStart(2, '0')}`), owner, at: 1_790_000_000_000 + n * 7,
    body: { viewing: `c0ffee00-0000-4000-8000-${String(n).padStart(12, '0')}`, person: '7d7f4c1e-53a0-4a57-8f5e-2b8f0e7f6a11', unit: 'c1a4f7d2-9b1e-4c55-8a0b-5f0b3d0e6c22', officerNo: '296-104', purpose: 'crime', caseNo: '2026/114', reason: 'left', seconds: n % 900, bytes: n * 31, obligationsMet: null, mark: 'burnt' },
  };
}

const store = await openStore({ file: join(folder, 'matpho.db'), log: silent });
const vault = await openVault({ store, keyFile: join(folder, 'vault.key') });
const log = await openAuditLog({ store, signer: await openLogSigner('hub.example/log', vault), sealer: vault.sealer('audit'), clock });
// As many at once as wait when a busy hub writes; then the next.
const atOnce = 256;
const startedAt = performance.now();
for (let n = 0; n < entries; n += atOnce) {
  await Promise.all(Array.from({ length: Math.min(atOnce, entries - n) }, (_, i) => log.append(undefined, fact(n + i))));
  if (n % 100_000 < atOnce) await log.checkpoint();
}
say({ appends: entries, ms: performance.now() - startedAt });

const exportedAt = performance.now();
await pipeline(Readable.from(await log.exportFor(owner), { objectMode: false }), createWriteStream(join(folder, 'log.jsonl'), { mode: 0o600 }));
say({ exported: entries, ms: performance.now() - exportedAt });

let longest = 0;
let seenAt = performance.now();
const beat = setInterval(() => {
  longest = Math.max(longest, performance.now() - seenAt - 1);
  seenAt = performance.now();
}, 1);
const checkedAt = performance.now();
const report = await log.verify();
clearInterval(beat);
if (!report.sound) throw new Error(`The log was found damaged: ${JSON.stringify(report.damage)}`);
say({ checked: report.size, ms: performance.now() - checkedAt, longestBlockMs: longest });
await store.close();
