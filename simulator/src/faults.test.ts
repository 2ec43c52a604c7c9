import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyFault } from './faults.ts';
import { openCamera } from './simulated-camera.ts';
import type { SimulatedCamera } from './simulated-camera.ts';
import { RawClient, digest, gear, small, watch } from './testing.fixture.ts';

describe('a fault', () => {
  let camera: SimulatedCamera;
  beforeEach(async () => { camera = await openCamera(small('faulty'), gear); });
  afterEach(() => camera.close());

  const sdp = async (): Promise<string> => {
    const client = new RawClient(camera.rtspUri());
    const { body } = await client.ask('DESCRIBE');
    client.socket.destroy();
    return body;
  };

  it('drop: connections are cut, new ones are welcome', async () => {
    const client = await watch(camera.rtspUri());
    await applyFault(camera, 'drop', {});
    await client.end();
    const again = await watch(camera.rtspUri());
    again.socket.destroy();
  });

  it('stall: requests are answered but no packet comes, until it heals with a key picture', async () => {
    const client = await watch(camera.rtspUri());
    await applyFault(camera, 'stall', {});
    expect((await client.ask('GET_PARAMETER')).status).toBe(200);
    client.frames.length = 0;
    await expect.poll(() => camera.stats.droppedUnits, { timeout: 5_000 }).toBeGreaterThan(3);
    expect(client.frames).toEqual([]);
    await applyFault(camera, 'heal', {});
    await client.until(() => client.frames.length > 0);
    expect(client.frames[0]?.bytes[12]).toBe(0x78);
    client.socket.destroy();
  });

  it('wrongPassword: what was right is refused', async () => {
    await using locked = await openCamera(small('locked', { rtspAuth: 'digest', password: 'cũ' }), gear);
    const client = new RawClient(locked.rtspUri());
    const ask = async (password: string): Promise<number> => {
      const challenge = (await client.ask('DESCRIBE')).headers.get('www-authenticate')?.[0] ?? '';
      return (await client.ask('DESCRIBE', locked.rtspUri(), { Authorization: digest(challenge, 'DESCRIBE', locked.rtspUri(), 'admin', password) })).status;
    };
    expect(await ask('cũ')).toBe(200);
    await applyFault(locked, 'wrongPassword', { password: 'mới' });
    expect([await ask('cũ'), await ask('mới')]).toEqual([401, 200]);
    await applyFault(locked, 'heal', {});
    expect(await ask('cũ')).toBe(200);
    client.socket.destroy();
  });

  it('reboot: everything is gone, then back on the same ports', async () => {
    const { rtspPort, deviceUri } = camera;
    const client = await watch(camera.rtspUri());
    const back = camera.reboot(60);
    await client.end();
    await expect.poll(() => new Promise((resolve) => {
      connect(rtspPort, '127.0.0.1').on('error', () => resolve('refused')).on('connect', () => resolve('open'));
    })).toBe('refused');
    expect(camera.isOn).toBe(false);
    camera.heal();
    await back;
    expect([camera.isOn, camera.rtspPort, camera.deviceUri]).toEqual([true, rtspPort, deviceUri]);
    const again = await watch(camera.rtspUri());
    again.socket.destroy();
  });

  it.each([
    ['profile', /profile-level-id=640033/],
    ['noParameterSets', /^(?!.*sprop-parameter-sets)/s],
    ['control', /a=control:nowhere\/video9/],
    ['payloadName', /a=rtpmap:96 MP4V-ES\/90000/],
    ['noPacketizationMode', /a=fmtp:96 profile-level-id/],
  ])('sdpLies %s: that line is wrong, and right again after healing', async (lie, wrong) => {
    expect(await sdp()).not.toMatch(wrong);
    await applyFault(camera, 'sdpLies', { lies: [lie] });
    expect(await sdp()).toMatch(wrong);
    camera.heal();
    expect(await sdp()).not.toMatch(wrong);
  });

  it('garbage: the answers are not RTSP, the SDP is broken, or ten gigabytes are promised', async () => {
    const raw = (): Promise<string> => new Promise((resolve) => {
      const socket = connect(camera.rtspPort, '127.0.0.1', () => socket.write(`DESCRIBE ${camera.rtspUri()} RTSP/1.0\r\nCSeq: 1\r\n\r\n`));
      socket.once('data', (bytes: Buffer) => {
        socket.destroy();
        resolve(bytes.toString('latin1'));
      });
    });
    await applyFault(camera, 'garbage', { kind: 'rtsp' });
    expect(await raw()).not.toContain('RTSP/1.0');
    await applyFault(camera, 'garbage', { kind: 'sdp' });
    expect(await raw()).toContain('m=video\u0000 zero');
    await applyFault(camera, 'garbage', { kind: 'length' });
    expect(await raw()).toContain('Content-Length: 10737418240');
    const body = (await fetch(camera.deviceUri ?? '', { method: 'POST', body: 'x' }).then((answer) => answer.headers.get('content-length')));
    expect(body).toBe('10737418240');
    await applyFault(camera, 'garbage', { kind: 'xml' });
    expect(await fetch(camera.deviceUri ?? '', { method: 'POST', body: 'x' }).then((answer) => answer.text())).toContain('<tt:Broken <<');
  });

  it('changeParameters: another picture size comes in mid-stream', async () => {
    const client = await watch(camera.rtspUri());
    const sets = (): Set<string> => new Set(client.frames.filter(({ channel, bytes }) => channel === 0 && bytes[12] === 0x78).map(({ bytes }) => bytes.subarray(13).toString('hex')));
    await applyFault(camera, 'changeParameters', {});
    await client.until(() => sets().size === 2);
    const smaller = await sdp();
    await applyFault(camera, 'changeParameters', {});
    const back = await sdp();
    expect([smaller === back, smaller.includes('sprop-parameter-sets'), back.includes('sprop-parameter-sets')]).toEqual([false, true, true]);
    client.socket.destroy();
  });

  it('that nobody knows, or out of bounds, is refused', async () => {
    await expect(applyFault(camera, 'toString', {})).rejects.toThrow('A fault is one of');
    await expect(applyFault(camera, 'reboot', { seconds: -1 })).rejects.toThrow('A number from');
    await expect(applyFault(camera, 'garbage', { kind: 'x' })).rejects.toThrow('Garbage is one of');
    await expect(applyFault(camera, 'sdpLies', { lies: ['x'] })).rejects.toThrow('Lies are');
  });
});
