import { openCamera, cameraGear, type SimulatedCamera } from '@matpho/simulator';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HubCaller } from './hub-caller.fixture.ts';
import { findFfmpeg, findProgram, newFolder, startHubProcess, type RunningHub } from './running-hub.fixture.ts';

const password = 'mot mat khau dai cho WebRTC';
let camera: SimulatedCamera;
let hub: RunningHub;
let lan: HubCaller;
let browser: Browser;
let page: Page;
let id: string;

beforeAll(async () => {
  camera = await openCamera({ id: 'camera-webrtc', name: 'Cổng', footage: { kind: 'drawn-loop', seconds: 2, width: 640, height: 360, fps: 25 }, password: 'camera', onvif: false }, cameraGear(findFfmpeg()));
  hub = await startHubProcess(await newFolder());
  lan = new HubCaller(hub.origin);
  const { sha256 } = await lan.call<{ sha256: { vi: string } }>('GET /api/privacy-notice');
  const { memberships } = await lan.call<{ memberships: readonly { owner: string }[] }>('POST /api/set-up', { code: hub.setUpCode, ownerKind: 'household', ownerName: 'Nhà bà Lan', name: 'Bà Lan', login: 'lan', password, language: 'vi', consent: sha256.vi });
  const enrolment = await lan.call<{ id: string }>('POST /api/enrolments', { kind: 'rtsp', main: camera.rtspUri(), username: camera.user, password: camera.password });
  ({ id } = await lan.call<{ id: string }>(`POST /api/enrolments/${enrolment.id}/confirm`, { owner: memberships[0]?.owner, mine: true, name: 'Cổng', place: 'Cổng', direction: null }));
  browser = await chromium.launch({
    executablePath: findProgram('CHROMIUM_BIN', ['chromium', 'chromium-browser', 'google-chrome']),
    // Without these a headless browser hides the only addresses it could be reached at on this machine.
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--autoplay-policy=no-user-gesture-required', '--allow-loopback-in-peer-connection', '--disable-features=WebRtcHideLocalIpsWithMdns'],
  });
  page = await browser.newPage();
  await page.goto(hub.origin);
  expect(await page.evaluate(async (secret) => (await fetch('/api/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login: 'lan', password: secret }) })).status, password)).toBe(200);
});
afterAll(async () => {
  await browser?.close();
  await hub?.[Symbol.asyncDispose]();
  await camera?.close();
});

/** What the page sees of one connection, kept at `window.seen`. */
interface Seen {
  readonly events: { readonly type: string; readonly reason?: string; readonly problem?: { readonly code: string } }[];
  /** When each picture was shown, and when each event came, ms. */
  readonly shown: number[];
  endedAt: number | undefined;
}
declare global {
  var seen: Seen;
  var offered: () => Promise<RTCPeerConnection>;
}
/** A player of few lines; the page's own has its tests beside it. */
async function preparePlayer(): Promise<void> {
  await page.evaluate(() => {
    globalThis.offered = async () => {
      const peer = new RTCPeerConnection();
      const video = document.createElement('video');
      video.muted = video.autoplay = true;
      document.body.append(video);
      const seen: Seen = { events: [], shown: [], endedAt: undefined };
      globalThis.seen = seen;
      const look = (): void => {
        seen.shown.push(performance.now());
        video.requestVideoFrameCallback(look);
      };
      video.requestVideoFrameCallback(look);
      peer.addTransceiver('video', { direction: 'recvonly' });
      peer.addTransceiver('audio', { direction: 'recvonly' });
      peer.addEventListener('track', ({ track }) => { if (track.kind === 'video') video.srcObject = new MediaStream([track]); });
      await peer.setLocalDescription();
      if (peer.iceGatheringState !== 'complete') await new Promise<void>((resolve) => peer.addEventListener('icegatheringstatechange', () => { if (peer.iceGatheringState === 'complete') resolve(); }));
      return peer;
    };
  });
}
const shown = (): Promise<number> => page.evaluate(() => globalThis.seen.shown.length);

test('the page sees a camera by WebRTC, until her session ends', async () => {
  await preparePlayer();
  await page.evaluate(async (wanted) => {
    const peer = await globalThis.offered();
    const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/api/live`);
    socket.addEventListener('open', () => socket.send(JSON.stringify({ camera: wanted, transport: 'webrtc', offer: peer.localDescription?.sdp })));
    socket.addEventListener('message', ({ data }) => {
      const event = JSON.parse(data as string) as { type: string; sdp?: string };
      globalThis.seen.events.push(event);
      if (event.type === 'answer') void peer.setRemoteDescription({ type: 'answer', sdp: event.sdp ?? '' });
      if (event.type === 'ended') globalThis.seen.endedAt = performance.now();
    });
  }, id);
  await expect.poll(shown, { timeout: 60_000 }).toBeGreaterThan(20);
  const sessions = await lan.call<readonly { id: string; current: boolean }[]>('GET /api/sessions');
  for (const session of sessions.filter(({ current }) => !current)) await lan.call(`DELETE /api/sessions/${session.id}`);
  await expect.poll(() => page.evaluate(() => globalThis.seen.endedAt), { timeout: 30_000 }).toBeDefined();
  const before = await shown();
  // Nothing more is shown, however long one waits; a picture that was on its way is the last.
  await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 500); }));
  const { events, after } = await page.evaluate(() => ({ events: globalThis.seen.events, after: globalThis.seen.shown.length }));
  expect([events.map(({ type }) => type), events.at(-1)?.reason, after - before]).toEqual([['opened', 'answer', 'ended'], 'signed_out', expect.toSatisfy((more: number) => more <= 2)]);
});

test('a player of WHEP gets an answer, pictures, and an end when it asks for one', async () => {
  await page.goto(hub.origin);
  await page.evaluate(async (secret) => fetch('/api/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login: 'lan', password: secret }) }), password);
  await preparePlayer();
  const { status, type, location } = await page.evaluate(async (wanted) => {
    const peer = await globalThis.offered();
    const answer = await fetch(`/api/whep/${wanted}`, { method: 'POST', headers: { 'content-type': 'application/sdp' }, body: peer.localDescription?.sdp ?? '' });
    await peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
    return { status: answer.status, type: answer.headers.get('content-type'), location: answer.headers.get('location') ?? '' };
  }, id);
  expect([status, type?.startsWith('application/sdp'), location.startsWith(`/api/whep/${id}/`)]).toEqual([201, true, true]);
  await expect.poll(shown, { timeout: 60_000 }).toBeGreaterThan(20);
  const ends = await page.evaluate(async (path) => [(await fetch(path, { method: 'DELETE' })).status, (await fetch(path, { method: 'DELETE' })).status], location);
  const before = await shown();
  await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 500); }));
  expect([ends, (await shown()) - before]).toEqual([[204, 404], expect.toSatisfy((more: number) => more <= 2)]);
});

test('every one of them stands in the ledger, with its end', async () => {
  await expect.poll(async () => (await lan.call<readonly { own: boolean; action: string; endReason: string | null; to: number | null }[]>('GET /api/ledger?own=1')).filter(({ action, to }) => action === 'live' && to !== null).map(({ own, endReason }) => [own, endReason]), { timeout: 30_000 })
    .toEqual(expect.arrayContaining([[true, 'signed_out'], [true, 'viewer']]));
});

test('what is no offer is refused, and so is a camera that is not hers', async () => {
  const answers = await page.evaluate(async (wanted) => {
    const send = async (of: string, body: string, type = 'application/sdp'): Promise<readonly [number, string]> => {
      const answer = await fetch(`/api/whep/${of}`, { method: 'POST', headers: { 'content-type': type }, body });
      return [answer.status, ((await answer.json()) as { code: string }).code];
    };
    return [await send(wanted, 'v=0'), await send(wanted, 'x'.repeat(30_000)), await send(wanted, '{}', 'application/json'), await send('khong-co', 'v=0')];
  }, id);
  expect(answers).toEqual([[400, 'bad-request'], [413, 'too-large'], [400, 'bad-request'], [404, 'not-found']]);
});
