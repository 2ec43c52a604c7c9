// The main job on one machine: a simulated street with real protocols, a hub, owners and officers, on http://localhost:8080.
import { fork } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cameraSpecs, fillStreet } from './demo-street.mjs';

const home = resolve(dirname(fileURLToPath(import.meta.url)), '..');
// Never MATPHO_DATA: that is where somebody's real hub lives, and the demo begins by emptying its folder.
const data = resolve(process.env.MATPHO_DEMO_DATA ?? join(home, '.matpho/demo'));
const marker = join(data, 'demo-folder');
const port = Number(process.env.MATPHO_PORT ?? 8080);
const say = (line = '') => process.stdout.write(`${line}\n`);
const step = (line) => say(`  · ${line}`);

const { startStreet } = await import('../simulator/dist/index.js');
const { findFfmpeg } = await import('../core/dist/ffmpeg/find-ffmpeg.js');

const ffmpeg = await findFfmpeg(process.env);
if (!ffmpeg) {
  say('Cần ffmpeg để vẽ con phố mô phỏng: cài gói ffmpeg, hoặc đặt FFMPEG_BIN.');
  say('An ffmpeg is needed to draw the simulated street: install the ffmpeg package, or set FFMPEG_BIN.');
  process.exit(1);
}
say('Mắt Phố · demo');
if (existsSync(data) && !existsSync(marker) && readdirSync(data).length > 0) {
  say(`${data} không phải thư mục của bản demo nên không bị xoá. · is no folder of the demo, so it is left alone.`);
  process.exit(1);
}
await rm(data, { recursive: true, force: true });
await mkdir(data, { recursive: true, mode: 0o700 });
await writeFile(marker, 'Emptied at every start of the demo.\n');
await writeFile(join(data, 'matpho.json'), JSON.stringify({ name: 'Mắt Phố · phố mẫu', listen: { port }, timeZone: 'Asia/Ho_Chi_Minh', cameras: { allowLoopback: true } }), { mode: 0o600 });

step('The street wakes up: four cameras with WS-Discovery, ONVIF and RTSP');
const specs = cameraSpecs();
const street = await startStreet({ cameras: specs, ffmpeg: ffmpeg.path, ...(process.env.MATPHO_CLIPS ? { clips: resolve(process.env.MATPHO_CLIPS) } : {}) });
const cameras = street.cameras.map((camera, i) => ({ nativeId: camera.endpointReference, user: 'admin', password: specs[i].password, name: specs[i].name }));

step('The hub starts');
const hub = fork(join(home, 'core/dist/main.js'), ['--demo', '--config', join(data, 'matpho.json')], { env: { ...process.env, FFMPEG_BIN: ffmpeg.path, MATPHO_DATA: data }, stdio: ['ignore', 'ignore', process.env.MATPHO_LOG ? 'inherit' : 'ignore', 'ipc'], execArgv: ['--max-semi-space-size=64'] });
let leaving = false;
async function leave(code) {
  if (leaving) return;
  leaving = true;
  hub.kill('SIGTERM');
  await street.close().catch(() => {});
  process.exit(code);
}
process.on('SIGINT', () => void leave(0));
process.on('SIGTERM', () => void leave(0));
const ready = await new Promise((resolveReady) => {
  hub.once('message', resolveReady);
  hub.once('exit', () => resolveReady(undefined));
});
if (!ready) {
  say('Hub không khởi động được. Chạy lại với MATPHO_LOG=1 để xem lý do; thường là cổng đang có chương trình khác dùng (đặt MATPHO_PORT).');
  say('The hub did not start. Run again with MATPHO_LOG=1 to see why; usually the port is taken by another program (set MATPHO_PORT).');
  await leave(1);
}
hub.once('exit', (code) => {
  if (!leaving) say('The hub stopped.');
  void leave(code ?? 1);
});

try {
  const people = await fillStreet(ready.origin, ready.setUpCode, cameras, step);
  const left = cameras[1];
  say();
  say(`Mở · Open  ${ready.origin}`);
  say();
  for (const { login, password, name, about } of people) say(`  ${login.padEnd(9)} ${password.padEnd(28)} ${name} (${about})`);
  say();
  say(`Camera "${left.name}" chưa ai đăng ký: cô Lan có thể thêm bằng tên "${left.user}" và mật khẩu "${left.password}".`);
  say(`The camera "${left.name}" belongs to nobody yet: Lan can add it with user name "${left.user}" and password "${left.password}".`);
  say('Ctrl-C để dừng · to stop.');
  process.send?.({ ready: true, origin: ready.origin, people, cameras });
} catch (failure) {
  say(`The street could not be set up: ${failure instanceof Error ? failure.message : String(failure)}`);
  await leave(1);
}
