import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { openLog, type RoomLog } from './base/log.ts';
import type { Hub } from './compose.ts';
import type { Config } from './config/config.ts';
import { readConfig } from './config/read-config.ts';
import { errorCodes } from './domain/error-codes.ts';
import { resetPassword, type NewPassword } from './reset-password.ts';
import { HubError } from './sdk/errors.ts';
import { startHub, type RunningHub } from './start-hub.ts';

// After its first collection V8 lets the heap grow by a third before the next, and counts pictures in it: with many cameras recorded it would collect without a break.
setFlagsFromString('--heap-growing-percent=100');
const home = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const say = (line: string): void => { process.stdout.write(`${line}\n`); };

const { values } = parseArgs({ options: { config: { type: 'string' }, data: { type: 'string' }, demo: { type: 'boolean', default: false }, 'reset-password': { type: 'string' } } });
let running: RunningHub | undefined;
let hub: Hub | undefined;
let stopping = false;

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  // Whatever hangs, the process ends; the ledger was written as things ended.
  setTimeout(() => process.exit(code || 1), 8_000).unref();
  await Promise.resolve(running?.[Symbol.asyncDispose]()).catch(() => {});
  process.exit(code);
}

async function start(config: Config, log: RoomLog): Promise<void> {
  // A plugin's stray failure stops that plugin; anything else is the hub's own and ends it, to be started anew.
  const lastResort = (failure: unknown): void => {
    if (hub?.plugins.blame(failure)) return;
    log.error('The hub failed.', { error: failure instanceof Error ? failure.stack : String(failure) });
    void stop(1);
  };
  process.on('uncaughtException', lastResort);
  process.on('unhandledRejection', lastResort);
  process.on('SIGINT', () => void stop(0));
  process.on('SIGTERM', () => void stop(0));
  const ui = resolve(home, 'ui/dist');
  running = await startHub({
    config, log, env: process.env, demo: values.demo, ui: existsSync(ui) ? ui : undefined, pluginFolder: config.dataDir, importModule: (specifier) => import(specifier),
    onBuilt: (built) => { hub = built; },
    onNewSetUpCode: (code) => say(`Mã cài đặt mới · New set-up code: ${code}`),
  });
  const { origin, setUpCode } = running;
  say(`Mắt Phố đang chạy · is running: ${origin}`);
  // In the fragment, which no server and no proxy is ever sent.
  if (setUpCode !== undefined) say(`Lần đầu, mở · The first time, open: ${origin}/#setup=${setUpCode}\nMã cài đặt · Set-up code: ${setUpCode}`);
  process.send?.({ ready: true, origin, setUpCode: setUpCode ?? null });
}

/** Once, on the screen of the machine; nowhere else. */
function sayPassword({ login, name, password }: NewPassword): void {
  say(`Mật khẩu mới của ${name} · New password of ${name} (${login}): ${password}`);
  say('Mọi nơi đang đăng nhập đã bị đăng xuất. Hãy đổi mật khẩu này sau khi đăng nhập.\nSigned out everywhere. Change this password after signing in.');
}

try {
  const config = await readConfig({ dataDir: values.data ?? resolve(home, 'data'), env: process.env, ...(values.config === undefined ? {} : { file: values.config }) });
  const log = openLog({ level: config.log.level, to: 'stderr' });
  const forgotten = values['reset-password'];
  if (forgotten === undefined) await start(config, log);
  else sayPassword(await resetPassword(config, log, forgotten));
} catch (failure) {
  const code = failure instanceof HubError ? failure.code : 'internal';
  const texts = failure instanceof HubError && 'text' in failure ? (failure as { text: { vi: string; en: string } }).text : errorCodes[code];
  process.stderr.write(`${texts.vi}\n${texts.en}\n(${code}: ${failure instanceof Error ? failure.message : String(failure)})\n`);
  process.exit(1);
}
