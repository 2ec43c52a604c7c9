import { openStore } from '../open-store.ts';
import { silentLog } from './store-folder.fixture.ts';

/** Writes rows without end, and says each one's number only once it is committed. Meant to be killed. */
const store = await openStore({ file: process.argv[2] ?? '', log: silentLog });
for (let i = 0; ; i += 1) {
  const name = `n${i}`;
  await store.write(async (trx) => {
    await trx.insertInto('hub_value').values({ name, value: 'x'.repeat(500) }).execute();
    await trx.insertInto('plugin_value').values({ plugin: 'twin', name, value: '{}' }).execute();
  });
  process.stdout.write(`${i}\n`);
}
