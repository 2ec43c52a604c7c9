import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStreet, type Street } from '../core/src/hub-tests/hub-street.fixture.ts';
import { ForeignProgram } from './interop/foreign-program.fixture.ts';
import { runPlayer, withLogin, type Signing } from '../core/src/hub-tests/rtsp-player.fixture.ts';

/** Debian: ffmpeg, mpv, gstreamer1.0-tools, gstreamer1.0-plugins-base, -good, -bad, gstreamer1.0-libav, motion. */
describe('foreign players at the hub\'s RTSP server', () => {
  let street: Street;
  let as: Signing;
  let uri: string;
  beforeAll(async () => {
    street = await openStreet({ settings: { restream: { mode: 'rtsp', port: 0 } }, camera: { audio: 'aac' } });
    const { app, password } = await street.people.lan.get('POST /api/apps', { body: { name: 'Máy xem', cameras: [street.cameras.a.id], sound: true } });
    as = { username: app.username, password };
    uri = app.cameras[0]?.uris[0]?.uri ?? '';
  }, 120_000);
  afterAll(async () => street?.close());

  async function run(command: string, args: readonly string[]): Promise<{ readonly code: number | null; readonly said: string }> {
    const player = runPlayer(command, args);
    const late = setTimeout(player.stop, 60_000);
    const code = await player.exit;
    clearTimeout(late);
    return { code, said: player.said() };
  }

  it.each(['tcp', 'udp'])('GStreamer rtspsrc plays pictures over %s', async (protocol) => {
    const { code, said } = await run('gst-launch-1.0', [
      '-v', 'rtspsrc', 'name=src', `location=${uri}`, `user-id=${as.username}`, `user-pw=${as.password}`, `protocols=${protocol}`, 'latency=100',
      'src.', '!', 'rtph264depay', '!', 'h264parse', '!', 'avdec_h264', '!', 'fakesink', 'num-buffers=20', 'sync=false',
      // A sound that leads nowhere would be an error to it, now and then.
      'src.', '!', 'rtpmp4gdepay', '!', 'fakesink', 'num-buffers=20', 'sync=false',
    ]);
    expect([code === 0 ? 0 : said.slice(-2_500), said.includes('width=(int)320'), said.includes('Got EOS')]).toEqual([0, true, true]);
  });
  it.each(['tcp', 'udp'])('mpv plays pictures and sound over %s', async (protocol) => {
    const { code, said } = await run('mpv', ['--no-config', '--vo=null', '--ao=null', `--rtsp-transport=${protocol}`, '--frames=20', withLogin(uri, as)]);
    expect([code, said.includes('h264 320x180'), said.includes('aac')]).toEqual([0, true, true]);
  });
  it.each(['tcp', 'udp'])('ffmpeg takes pictures and sound over %s', async (protocol) => {
    const { code, said } = await run('ffmpeg', ['-nostdin', '-v', 'error', '-rtsp_transport', protocol, '-i', withLogin(uri, as), '-t', '3', '-f', 'framemd5', '-']);
    const lines = (track: number): number => said.split('\n').filter((line) => line.startsWith(`${track},`)).length;
    expect([code, lines(0) > 15, lines(1) > 20]).toEqual([0, true, true]);
  });
  it.each(['tcp', 'udp'])('ffprobe names the codecs over %s', async (protocol) => {
    const { code, said } = await run('ffprobe', ['-v', 'error', '-rtsp_transport', protocol, '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', withLogin(uri, as)]);
    expect([code, said.trim().split('\n')]).toEqual([0, ['h264', 'aac']]);
  });
  // Its sizes go by eights: it makes the picture a little lower by itself.
  it('motion pulls it as a camera of its own', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'matpho-motion-'));
    const settings = { daemon: 'off', setup_mode: 'off', log_level: 6, netcam_url: uri, netcam_userpass: `${as.username}:${as.password}`, netcam_use_tcp: 'on', width: 320, height: 176, framerate: 10, picture_output: 'first', picture_filename: 'still', threshold: 1, minimum_motion_frames: 1, movie_output: 'off', target_dir: folder, webcontrol_port: 0, stream_port: 0, emulate_motion: 'on' };
    // Its settings hold the password: nobody else on the machine reads them.
    await writeFile(join(folder, 'motion.conf'), Object.entries(settings).map(([name, value]) => `${name} ${value}\n`).join(''), { mode: 0o600 });
    {
      await using motion = new ForeignProgram('motion', ['-n', '-c', join(folder, 'motion.conf'), '-p', join(folder, 'motion.pid')]);
      const late = setTimeout(() => void motion[Symbol.asyncDispose](), 60_000);
      await motion.says(/Writing image to file: .*still\.jpg/);
      clearTimeout(late);
      expect(motion.words.includes(as.password)).toBe(false);
    }
    await rm(folder, { recursive: true, force: true });
  });
});
