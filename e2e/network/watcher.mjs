// The hub's RTSP plugin as the hub runs it, on the other side of the network: `node watcher.mjs <tcp|udp> <uri>`.
// One JSON line for each answer to a line on standard input; pictures go to standard error's file as an elementary stream.
import { createWriteStream } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';
import rtsp from '@matpho/plugin-rtsp';

const [transport = 'tcp', uri = '', file = ''] = process.argv.slice(2);
const given = { clock: { now: () => Date.now() }, addresses: { check: async (host) => host }, ffmpeg: {}, loopback: {} };
const config = rtsp.config.parse({ transport });
const storage = { read: async () => {}, write: async () => {}, remove: async () => {} };
const { opener } = await rtsp.setup(given, { config, storage, log: { debug() {}, info() {}, warn() {}, error() {} }, scope: { signal: new AbortController().signal, use: (it) => it, defer() {} }, events: { on() {} }, report() {} });
const out = createWriteStream(file);
const code = Buffer.from([0, 0, 0, 1]);
const seen = { pictures: 0, keys: 0, ended: [], opened: 0 };
let feed;

const write = (video, unit) => {
  if (unit.key) for (const set of video.parameterSets) out.write(Buffer.concat([code, set]));
  const bytes = Buffer.concat(unit.parts);
  for (let at = 0; at < bytes.length;) {
    const size = bytes.readUInt32BE(at);
    out.write(Buffer.concat([code, bytes.subarray(at + 4, at + 4 + size)]));
    at += 4 + size;
  }
};
const open = async () => {
  let video;
  const again = (error) => {
    seen.ended.push(error?.code ?? 'none');
    setTimeout(open, 500);
  };
  try {
    feed = await opener.open({ uri, credentials: { username: 'admin', password: 'xa-lam' } }, {
      format: (format) => { video = format.video; },
      unit: (unit) => {
        if (unit.track !== 'video') return;
        seen.pictures += 1;
        seen.keys += unit.key ? 1 : 0;
        write(video, unit);
      },
      ended: again,
    }, new AbortController().signal);
    seen.opened += 1;
  } catch (error) {
    again(error);
  }
};
void open();
createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'end') out.end(() => process.exit(0));
  else process.stdout.write(`${JSON.stringify({ ...seen, stats: feed?.stats() })}\n`);
});
