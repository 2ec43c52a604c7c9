import { existsSync } from 'node:fs';
import { HubError } from '@matpho/core/sdk';
import { cameraGear, openCamera, type CameraSpec } from '@matpho/simulator';
import { describe, expect, it } from 'vitest';
import { footageSpans, parseHistory, parseRecordings } from './archive-answers.ts';
import { FakeRules } from './fake-device.fixture.ts';
import { OnvifArchive } from './onvif-archive.ts';
import { readSoapBody, elementsAt } from './xml.ts';

const ffmpeg = process.env['FFMPEG_BIN'] ?? '/usr/bin/ffmpeg';
const archive = new OnvifArchive({ clock: { now: () => Date.now() }, addresses: new FakeRules() });
const never = new AbortController().signal;
const minute = 60_000;
const remembers = (more: Partial<CameraSpec> = {}): ReturnType<typeof openCamera> =>
  openCamera({ id: 'card', name: 'Ngõ 12', keeps: { minutes: 120, gaps: [[60, 30]] }, footage: { kind: 'drawn-loop', seconds: 2, width: 320, height: 180, fps: 5 }, ...more }, cameraGear(ffmpeg));
type Camera = Awaited<ReturnType<typeof remembers>>;
const tracks = (camera: Camera, from: number, to: number, password = camera.password) => archive.tracks(camera.deviceUri ?? '', { username: camera.user, password }, { from, to }, never);

describe.runIf(existsSync(ffmpeg))('a camera that keeps what it filmed', () => {
  it('tells of which times it has pictures, and where they are played from', async () => {
    await using camera = await remembers();
    const now = Date.now();
    const [track, ...others] = await tracks(camera, now - 90 * minute, now - 20 * minute);
    const ago = track?.spans.map(({ from, to }) => [Math.round((now - from) / minute), Math.round((now - to) / minute)]);
    expect([track?.replayUri, track?.name, ago, others]).toEqual([camera.rtspUri().replace('/main', '/replay'), 'Ngõ 12', [[90, 60], [30, 20]], []]);
    expect(await tracks(camera, now - 50 * minute, now - 40 * minute)).toEqual([]);
    expect(await tracks(camera, now - 500 * minute, now - 400 * minute)).toEqual([]);
  });

  it('says so when it keeps nothing, and when the password is wrong', async () => {
    const code = (work: Promise<unknown>): Promise<string> => work.then(() => 'fine', (error: unknown) => (error instanceof HubError ? error.code : String(error)));
    await using forgetful = await openCamera({ id: 'none', name: 'Sân', footage: { kind: 'drawn-loop', seconds: 2, width: 320, height: 180, fps: 5 } }, cameraGear(ffmpeg));
    await using camera = await remembers({ id: 'other' });
    expect([await code(tracks(forgetful, 0, Date.now())), await code(tracks(camera, 0, Date.now(), 'wrong'))]).toEqual(['archive-unsupported', 'camera-wrong-password']);
  });
});

describe('what recorders answer', () => {
  const list = (inside: string): unknown => elementsAt(readSoapBody(`<e:Envelope xmlns:e="x"><e:Body><R><ResultList>${inside}</ResultList></R></e:Body></e:Envelope>`), 'R', 'resultList')[0];

  it('is taken where it can be understood, and left out where not', () => {
    const good = '<RecordingInformation><RecordingToken>r1</RecordingToken><EarliestRecording>2026-11-21T07:00:00Z</EarliestRecording><LatestRecording>2026-11-21T08:00:00Z</LatestRecording><Track><TrackToken>v</TrackToken><TrackType>Video</TrackType></Track><Track><TrackToken>a</TrackToken><TrackType>Audio</TrackType></Track></RecordingInformation>';
    const bad = ['<RecordingInformation/>', good.replace('<RecordingToken>r1</RecordingToken>', ''), good.replace('2026-11-21T08', 'tomorrow')].join('');
    expect(parseRecordings(list(good + bad))).toEqual([{ token: 'r1', name: 'r1', from: Date.UTC(2026, 10, 21, 7), to: Date.UTC(2026, 10, 21, 8), video: ['v'] }]);
    expect([parseRecordings(undefined), parseHistory({ result: 7 }, { token: 'r1', name: '', from: 0, to: 1, video: [] })]).toEqual([[], []]);
  });

  it('becomes spans: what was before the first change, between changes, and after the last', () => {
    const whole = { from: 100, to: 900 };
    const on = (at: number) => ({ at, isPresent: true });
    const off = (at: number) => ({ at, isPresent: false });
    expect([
      footageSpans([], whole), footageSpans([off(50)], whole), footageSpans([on(50)], whole), footageSpans([off(300), on(500)], whole), footageSpans([on(200), off(400), on(300)], whole), footageSpans([off(950)], whole), footageSpans([on(950)], whole),
    ]).toEqual([[whole], [], [whole], [{ from: 100, to: 300 }, { from: 500, to: 900 }], [{ from: 200, to: 400 }], [whole], []]);
  });
});
