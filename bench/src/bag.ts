import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { BenchRun } from './bench.ts';
import { furnishFootage } from './furnish-footage.ts';
import { setUp } from './furnish.ts';
import { startHub } from './hub.ts';

/**
 * An evidence bag of eight cameras, ten minutes each, from the asking to the hub's word that it is whole: read, compared with its hashes, copied untouched, packed into films,
 * listed, signed and in the log. What was made is checked with sha256sum and openssl before the figure counts.
 */
export async function measureBag(run: BenchRun): Promise<void> {
  const folder = join(run.folder, 'bag-hub');
  const session = await (async () => {
    await using hub = await startHub(run, folder);
    return await setUp(hub);
  })();
  const minutes = run.quick ? 1 : 10;
  const recorded = await furnishFootage(run, folder, session.owner, { cameras: 8, minutes });
  await using hub = await startHub(run, folder);
  const client = session.client.at(hub.origin);
  const { id } = await client.call('POST /api/evidence', { body: { pieces: recorded.cameras.map((camera) => ({ camera, from: recorded.from, to: recorded.to })) } });
  for (;;) {
    const row = await client.call('GET /api/evidence/:id', { params: { id } });
    if (row.status === 'failed' || row.status === 'cancelled') throw new Error(`The bag came to nothing: ${row.problem?.code ?? row.status}.`);
    if (row.status === 'done') {
      await promisify(execFile)('sh', ['-c', 'sha256sum --quiet -c tagmanifest-sha256.txt && sha256sum --quiet -c manifest-sha256.txt && openssl cms -verify -binary -inform DER -in signatures/tagmanifest.p7s -content tagmanifest-sha256.txt -CAfile signatures/chain.pem -purpose any -out /dev/null'], { cwd: join(folder, 'evidence', id), signal: run.scope.signal });
      const took = ((row.doneAt ?? Number.NaN) - row.createdAt) / 1_000;
      run.say(`a bag of 8 x ${minutes} min, ${Math.round((row.bytes ?? 0) / 1e6)} MB: ${took.toFixed(1)} s`);
      run.figure({ name: 'export.bag_8x10min_s', value: took, unit: 's', n: 1 });
      return;
    }
    await sleep(100);
  }
}
