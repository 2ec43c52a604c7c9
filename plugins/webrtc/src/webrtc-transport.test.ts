import { afterEach, expect, test, vi } from 'vitest';
import type { Peer, RtpUnit } from '@matpho/core/sdk';
import { loadWebRtc } from './native.ts';
import { clip, decode, Player } from './player.fixture.ts';
import { usualPatience, type Patience } from './rtc-peer.ts';
import { settings } from './settings.ts';
import { WebRtcTransport, configOf } from './webrtc-transport.ts';

const until = (check: () => unknown): Promise<void> => vi.waitFor(() => { if (!check()) throw new Error('not yet'); }, { timeout: 20_000, interval: 10 });
const { format, units } = clip();
const fingerprint = Array.from({ length: 32 }, () => 'AB').join(':');
const open: (() => Promise<void> | void)[] = [];
afterEach(async () => { for (const close of open.splice(0).toReversed()) await close(); });

async function transport(patience: Patience = usualPatience): Promise<WebRtcTransport> {
  const made = new WebRtcTransport(await loadWebRtc(), settings.parse({ address: '127.0.0.1' }), undefined, patience);
  open.push(() => made[Symbol.asyncDispose]());
  return made;
}
async function join(player: Player, media = format): Promise<{ readonly peer: Peer; readonly stop: AbortController }> {
  const stop = new AbortController();
  const sender = await transport();
  open.push(() => player.close());
  const peer = await sender.connect(await player.offer(), media, stop.signal);
  player.accept(peer.answer);
  return { peer, stop };
}

test('a player gets whole pictures that another decoder takes, from the key picture on', async () => {
  const player = new Player();
  const { peer } = await join(player);
  const expected = units.reduce((sum, { payloads }) => sum + payloads.length, 0);
  for (const unit of units.slice(0, 5)) peer.send(unit);
  await until(() => player.packets.length > 0);
  for (const unit of units.slice(5)) peer.send(unit);
  await until(() => player.packets.length === expected);
  const { packets } = player;
  expect(packets.map(({ sequence }) => (sequence - (packets[0]?.sequence ?? 0)) & 0xffff)).toEqual(packets.map((_, i) => i));
  expect(packets.filter(({ marker }) => marker)).toHaveLength(units.length);
  expect([new Set(packets.map(({ type }) => type)), new Set(packets.map(({ ssrc }) => ssrc)).size]).toEqual([new Set([108]), 1]);
  expect(decode(packets)).toEqual({ pictures: units.length, complaints: '' });
});

test('what waited for the player is shown without delay: its pictures stand close together, up to the newest in its own time', async () => {
  const player = new Player();
  const { peer } = await join(player);
  for (const unit of units.slice(0, 8)) peer.send(unit);
  await until(() => player.packets.filter(({ marker }) => marker).length === 8);
  peer.send(units[8] as RtpUnit);
  await until(() => player.packets.filter(({ marker }) => marker).length === 9);
  const times = player.packets.filter(({ marker }) => marker).map(({ time }) => time);
  expect(times.slice(1).map((time, i) => (time - (times[i] ?? 0)) >>> 0)).toEqual([90, 90, 90, 90, 90, 90, 90, 9_000]);
});

test('only the newest group of pictures waits for a player', async () => {
  const player = new Player();
  const { peer } = await join(player);
  for (const unit of units) peer.send(unit);
  await until(() => player.packets.filter(({ marker }) => marker).length === 10);
  expect(decode(player.packets)).toEqual({ pictures: 10, complaints: '' });
});

test('a key picture asked for comes from the cached group', async () => {
  const player = new Player();
  const { peer } = await join(player);
  peer.send(units[0] as RtpUnit);
  await until(() => player.packets.some(({ marker }) => marker));
  const [first] = player.packets;
  if (!first) throw new Error('no packet');
  for (const unit of units.slice(1, 4)) peer.send(unit);
  const before = (units.slice(0, 4)).reduce((sum, { payloads }) => sum + payloads.length, 0);
  await until(() => player.packets.length === before);
  const pli = Buffer.alloc(12);
  pli.set([0x81, 206, 0, 2]);
  pli.writeUInt32BE(first.ssrc, 8);
  player.say(pli);
  // The answer goes with whichever picture comes after it was heard.
  let next = 4;
  await until(() => {
    if (next < 9 && player.packets.length >= before + next - 4) peer.send(units[next++] as RtpUnit);
    return player.packets.slice(before).some(({ payload }) => ((payload[0] ?? 0) & 0x1f) === 7);
  });
  const key = player.packets.findIndex(({ payload }, i) => i >= before && ((payload[0] ?? 0) & 0x1f) === 7);
  const times = player.packets.map(({ time }) => time);
  await until(() => player.packets.at(-1)?.marker);
  expect([decode(player.packets.slice(key)).complaints, times.every((time, i) => i === 0 || ((time - (times[i - 1] ?? 0)) >>> 0) < 2 ** 31)]).toEqual(['', true]);
});

test('sound goes out where the player takes it, tied to the picture by reports', async () => {
  const player = new Player({ sound: true });
  const { peer } = await join(player, { ...format, audio: { codec: 'pcma', clockRate: 8_000, channels: 1 } });
  peer.send(units[0] as RtpUnit);
  await until(() => player.packets.some(({ marker }) => marker));
  peer.send({ track: 'audio', ticks: 160, key: false, payloads: [Buffer.alloc(160, 0xd5)] });
  await until(() => player.sounds.length === 1 && player.reports.length >= 2);
  const reported = new Set(player.reports.map((report) => report.readUInt32BE(4)));
  expect([player.sounds[0]?.type, player.sounds[0]?.payload.length, reported]).toEqual([8, 160, new Set([player.packets[0]?.ssrc, player.sounds[0]?.ssrc])]);
});

test('nothing is sent after the end', async () => {
  const player = new Player();
  const { peer, stop } = await join(player);
  peer.send(units[0] as RtpUnit);
  await until(() => player.packets.some(({ marker }) => marker));
  const had = player.packets.length;
  stop.abort();
  peer.send(units[1] as RtpUnit);
  await peer.gone;
  expect([player.packets.length, peer.pending()]).toEqual([had, 0]);
});

test('a player that never comes is gone', async () => {
  const nobody = new Player();
  const sender = await transport({ ...usualPatience, connect: 50 });
  open.push(() => nobody.close());
  const impatient = await sender.connect(await nobody.offer(), format, new AbortController().signal);
  await expect(impatient.gone).resolves.toBeUndefined();
});

test('the answer keeps the sections of the offer, in their order, and only sends', async () => {
  const player = new Player({ sound: true });
  const { peer } = await join(player);
  const lines = peer.answer.split('\r\n');
  expect(lines.filter((line) => /^(m=|a=mid:|a=(sendonly|inactive|recvonly|sendrecv)$|a=group:)/.test(line)).map((line) => line.replace(/ \d+ UDP/, ' PORT UDP'))).toEqual([
    'a=group:BUNDLE 0 1', 'm=video PORT UDP/TLS/RTP/SAVPF 108', 'a=mid:0', 'a=sendonly', 'm=audio PORT UDP/TLS/RTP/SAVPF 8', 'a=mid:1', 'a=inactive',
  ]);
  expect(lines.filter((line) => line.startsWith('a=candidate:')).every((line) => line.includes(' 127.0.0.1 '))).toBe(true);
});

test.each([
  ['nothing', '', 'bad-request'], ['prose', 'xin chào', 'bad-request'], ['an offer without media', 'v=0\r\n', 'bad-request'],
  ['an offer without encryption', 'v=0\r\na=ice-ufrag:a\r\na=ice-pwd:b\r\na=fingerprint:c\r\nm=video 9 RTP/AVP 96\r\na=mid:0\r\n', 'bad-request'],
  ['an offer of VP8 alone', `v=0\r\na=ice-ufrag:abcd\r\na=ice-pwd:bbbbbbbbbbbbbbbbbbbbbbbb\r\na=fingerprint:sha-256 ${fingerprint}\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\na=recvonly\r\na=rtpmap:96 VP8/90000\r\n`, 'stream-unsupported'],
  ['a fingerprint that is none', 'v=0\r\na=ice-ufrag:abcd\r\na=ice-pwd:bbbbbbbbbbbbbbbbbbbbbbbb\r\na=fingerprint:sha-256 zz\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\na=recvonly\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1\r\n', 'bad-request'],
])('%s is refused with a code', async (_, offer, code) => {
  await expect((await transport()).connect(offer, format, new AbortController().signal)).rejects.toMatchObject({ code });
});

test('a machine without a build of the library is told in one sentence', async () => {
  await expect(loadWebRtc(() => Promise.reject(new Error('no such file')))).rejects.toMatchObject({ code: 'native-missing' });
});

test('settings become what the library takes', () => {
  expect(configOf(settings.parse({}))).toEqual({ iceServers: [] });
  expect(configOf(settings.parse({ firstPort: 40_010, lastPort: 40_000, stun: 'stun.example.vn', turn: '[fd00::1]:5349', turnUser: 'u', turnPassword: 'p', address: '10.0.0.2' }))).toEqual({
    bindAddress: '10.0.0.2', portRangeBegin: 40_000, portRangeEnd: 40_010,
    iceServers: [{ hostname: 'stun.example.vn', port: 3_478 }, { hostname: 'fd00::1', port: 5_349, relayType: 'TurnUdp', username: 'u', password: 'p' }],
  });
  expect(configOf(settings.parse({ firstPort: 40_000, lastPort: 40_000 }))).toMatchObject({ portRangeBegin: 40_000, portRangeEnd: 40_000, enableIceUdpMux: true });
});
