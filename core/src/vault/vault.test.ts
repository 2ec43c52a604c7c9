import { chmod, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { id, type CameraId } from '../domain/ids.ts';
import { storeFolder, type StoreFolder } from '../store/testing/store-folder.fixture.ts';
import { secretNames } from './secret-names.ts';
import { openVault } from './vault.ts';

let place: StoreFolder;
let keyFile: string;
beforeEach(async () => {
  place = await storeFolder();
  keyFile = join(place.folder, 'keys', 'vault.key');
});
afterEach(async () => { await place[Symbol.asyncDispose](); });

const open = () => openVault({ store: place.store, keyFile });
const rows = () => place.store.read.selectFrom('secret').selectAll().orderBy('name').execute();
const camera = secretNames.cameraCredentials(id<CameraId>('c1'));

describe('the vault', () => {
  it('gives back what was put, after a restart too, and nothing after removal', async () => {
    const vault = await open();
    await vault.put(camera, 'mật khẩu 1');
    await vault.put(camera, 'mật khẩu 2');
    await vault.put('hub/empty', '');
    const again = await open();
    expect([await again.get(camera), await again.get('hub/empty'), await again.has(camera)]).toEqual(['mật khẩu 2', '', true]);
    await again.remove(camera);
    await again.remove(camera);
    expect([await again.get(camera), await again.has(camera)]).toEqual([undefined, false]);
  });

  it('lists names by prefix without opening anything', async () => {
    const vault = await open();
    for (const name of [camera, secretNames.pluginField('notify', 'smtpPassword'), secretNames.pluginField('notify2', 'a'), secretNames.pluginField('notify', 'api')]) await vault.put(name, 'x');
    expect(await vault.names(secretNames.ofPlugin('notify'))).toEqual(['plugin/notify/api', 'plugin/notify/smtpPassword']);
    expect(() => secretNames.pluginField('a/b', 'c')).toThrow(TypeError);
  });

  it('leaves no readable trace on the disk and never the same bytes twice', async () => {
    const vault = await open();
    await vault.put('a', 'correct horse battery');
    const [first] = await rows();
    await vault.put('a', 'correct horse battery');
    const [second] = await rows();
    expect(first?.sealed.equals(second?.sealed ?? Buffer.alloc(0))).toBe(false);
    for (const end of ['', '-wal']) expect((await readFile(place.file + end)).includes('correct horse')).toBe(false);
  });

  it('comes and goes with the transaction it was put in', async () => {
    const vault = await open();
    await expect(place.store.write(async (trx) => {
      await vault.put(camera, 'x', trx);
      throw new Error('enrolment failed');
    })).rejects.toThrow('enrolment failed');
    expect(await vault.has(camera)).toBe(false);
  });

  it('makes the key with 32 bytes for its owner alone', async () => {
    await open();
    const { mode, size } = await stat(keyFile);
    expect({ mode: mode & 0o777, size }).toEqual({ mode: 0o600, size: 32 });
  });

  it.each([['group', 0o640], ['everyone', 0o604]])('stays locked while %s may read the key', async (_, mode) => {
    await open();
    await chmod(keyFile, mode);
    await expect(open()).rejects.toMatchObject({ code: 'vault-locked' });
  });

  it('stays locked when the key is gone, and makes no new one over the secrets', async () => {
    const before = await (await open()).put('a', 'x').then(rows);
    await rm(keyFile);
    await expect(open()).rejects.toMatchObject({ code: 'vault-locked' });
    await expect(stat(keyFile)).rejects.toThrow('ENOENT');
    expect(await rows()).toEqual(before);
  });

  it.each([['another key', Buffer.alloc(32, 7)], ['half a key', Buffer.alloc(16, 7)]])('stays locked with %s and changes nothing', async (_, key) => {
    const before = await open().then(rows);
    await writeFile(keyFile, key, { mode: 0o600 });
    await expect(open()).rejects.toMatchObject({ code: 'vault-locked' });
    expect(await rows()).toEqual(before);
    expect(await readFile(keyFile)).toEqual(key);
  });

  it('finishes a start that was cut off after the key was made', async () => {
    await open();
    const key = await readFile(keyFile);
    await place.store.write((trx) => trx.deleteFrom('secret').execute());
    await (await open()).put('a', 'x');
    expect(await readFile(keyFile)).toEqual(key);
  });

  it('does not open a secret that was changed, cut, or given another name', async () => {
    const vault = await open();
    await vault.put('camera/c1/credentials', 'x');
    await vault.put('camera/c2/credentials', 'y');
    const spoil = async (name: string, change: { name?: string; sealed?: Buffer }) => { await place.store.write((trx) => trx.updateTable('secret').set(change).where('name', '=', name).execute()); };
    await spoil('camera/c1/credentials', { name: 'camera/c3/credentials' });
    await spoil('camera/c2/credentials', { sealed: Buffer.alloc(17) });
    await expect(vault.get('camera/c3/credentials')).rejects.toMatchObject({ code: 'vault-locked' });
    await expect(vault.get('camera/c2/credentials')).rejects.toMatchObject({ code: 'vault-locked' });
  });

  it('seals for one use what no other use opens', async () => {
    const vault = await open();
    const sealed = vault.sealer('audit').seal('7', 'Nguyễn Thị Hoa');
    expect(vault.sealer('audit').open('7', sealed)).toBe('Nguyễn Thị Hoa');
    for (const wrong of [() => vault.sealer('backup').open('7', sealed), () => vault.sealer('audit').open('8', sealed), () => vault.sealer('audit').open('7', 'AAAA')]) {
      expect(wrong).toThrow(expect.objectContaining({ code: 'vault-locked' }));
    }
  });
});
