import { randomBytes } from 'node:crypto';
import { link, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HubError } from '../sdk/errors.ts';

const keyBytes = 32;

function isErrno(failure: unknown, code: string): boolean {
  return failure instanceof Error && 'code' in failure && failure.code === code;
}

/**
 * The key, or undefined when there is no such file.
 * @throws HubError `vault-locked` when others may read the file, or it does not hold 32 bytes
 */
export async function readKey(file: string): Promise<Buffer | undefined> {
  let handle;
  try {
    handle = await open(file, 'r');
  } catch (cause) {
    if (isErrno(cause, 'ENOENT')) return undefined;
    throw new HubError('vault-locked', 'The key file cannot be read.', { cause });
  }
  try {
    // Asked of the open file: a name could point elsewhere a moment later.
    const { mode, size } = await handle.stat();
    if ((mode & 0o077) !== 0) throw new HubError('vault-locked', 'The key file can be read by others; only its owner may (mode 0600).');
    if (size !== keyBytes) throw new HubError('vault-locked', `The key file must hold ${keyBytes} bytes.`);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** Makes a key where there is none. Complete or not there at all, also after a crash; never replaces one. */
export async function makeKey(file: string): Promise<Buffer> {
  const key = randomBytes(keyBytes);
  const part = `${file}.part`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await rm(part, { force: true });
  try {
    const handle = await open(part, 'wx', 0o600);
    try {
      await handle.writeFile(key);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // Unlike rename, link fails when the name is taken.
    await link(part, file);
    const folder = await open(dirname(file), 'r');
    try { await folder.sync(); } finally { await folder.close(); }
    return key;
  } catch (cause) {
    throw new HubError('vault-locked', 'The key file cannot be made.', { cause });
  } finally {
    await rm(part, { force: true });
  }
}
