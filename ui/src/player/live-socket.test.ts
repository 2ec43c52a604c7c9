import { describe, expect, it } from 'vitest';
import { LiveSocket, type SocketLike } from './live-socket.ts';

class FakeSocket extends EventTarget implements SocketLike {
  binaryType: BinaryType = 'blob';
  sent: unknown[] = [];
  closed = false;
  send(data: unknown): void {
    this.sent.push(JSON.parse(String(data)));
  }
  close(): void {
    this.closed = true;
  }
  opens(): void {
    this.dispatchEvent(new Event('open'));
  }
  says(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: typeof data === 'string' || data instanceof ArrayBuffer ? data : JSON.stringify(data) }));
  }
  drops(): void {
    this.dispatchEvent(new Event('close'));
  }
}

function street(hello: { ask?: string } = {}) {
  const sockets: FakeSocket[] = [];
  const timers: { ms: number; run: () => void }[] = [];
  const seen: string[] = [];
  const live = new LiveSocket(
    {
      connect: () => {
        const socket = new FakeSocket();
        sockets.push(socket);
        return socket;
      },
      now: () => 7,
      random: () => 1,
      after: (ms, run) => {
        const timer = { ms, run };
        timers.push(timer);
        return () => void timers.splice(timers.indexOf(timer), 1);
      },
    },
    () => ({ camera: 'gate', transport: 'mse', ...hello }),
    {
      state: (state) => seen.push(state.is),
      connection: () => seen.push('(connection)'),
      format: (event) => seen.push(`(${event.mime})`),
      bytes: (chunk) => seen.push(`(${chunk.byteLength} bytes)`),
      clear: () => seen.push('(clear)'),
    },
  );
  return { live, sockets, timers, seen, last: () => sockets.at(-1) as FakeSocket };
}
const opened = { type: 'opened', viewing: 'v1', until: null, watermark: null, own: true, role: 'main', made: 'sent' };
const problem = { code: 'consent-ended', message: 'Sự cho phép đã kết thúc.' };

describe('the live connection', () => {
  it('says hello first, then hands on format and media', () => {
    const { live, last, seen } = street();
    live.start();
    last().opens();
    last().says(opened);
    last().says({ type: 'format', mime: 'video/mp4', width: 1280, height: 720 });
    last().says(new ArrayBuffer(9));
    live.frame();
    expect(last().sent).toEqual([{ camera: 'gate', transport: 'mse' }]);
    expect(seen).toEqual(['(connection)', 'connecting', 'opened', '(video/mp4)', '(9 bytes)', 'playing']);
  });

  it('comes back after a loss, later each time', () => {
    const { live, sockets, timers, last } = street();
    live.start();
    last().drops();
    expect(timers.map((timer) => timer.ms)).toEqual([500]);
    timers[0]?.run();
    last().drops();
    expect([sockets.length, timers.map((timer) => timer.ms)]).toEqual([2, [1_000]]);
  });

  it('takes long silence for a loss', () => {
    const { live, timers, last } = street();
    live.start();
    const first = last();
    timers.find((timer) => timer.ms === 12_000)?.run();
    expect([first.closed, live.state.is]).toEqual([true, 'waiting']);
  });

  it('after a revocation it clears, closes and stays closed', () => {
    const { live, sockets, timers, last, seen } = street();
    live.start();
    last().says(opened);
    live.frame();
    last().says({ type: 'ended', reason: 'revoked', problem });
    expect(seen.slice(-2)).toEqual(['(clear)', 'ended']);
    expect([last().closed, timers.length, sockets.length]).toEqual([true, 0, 1]);
    live.again();
    live.wake();
    expect(sockets.length).toBe(1);
  });

  it('passes over what it does not know', () => {
    const { live, last, seen } = street();
    live.start();
    last().says({ type: 'novelty' });
    last().says('null');
    last().says('{');
    expect(seen).toEqual(['(connection)', 'connecting']);
  });

  it('closes when put to sleep and opens again when woken', () => {
    const { live, sockets, last } = street();
    live.start();
    const first = last();
    live.sleep();
    live.wake();
    expect([first.closed, sockets.length, last().closed]).toEqual([true, 2, false]);
  });

  it('with an approval for one viewing a lost connection stays closed and nothing stays on the screen', () => {
    const { live, sockets, timers, last, seen } = street({ ask: 'a1' });
    live.start();
    last().opens();
    last().says(opened);
    live.frame();
    last().drops();
    expect([live.state, timers.length, sockets.length, seen.slice(-2)]).toMatchObject([{ is: 'ended', reason: 'lost', at: 7, spent: true }, 0, 1, ['(clear)', 'ended']]);
  });

  it('says on the open connection what changes, and nothing before it is open', () => {
    const { live, last } = street();
    live.start();
    last().opens();
    live.say({ type: 'pace', pace: 'keys' });
    last().says(opened);
    live.say({ type: 'pace', pace: 'keys' });
    expect(last().sent).toEqual([{ camera: 'gate', transport: 'mse' }, { type: 'pace', pace: 'keys' }]);
  });

  it('another way is another hello on another connection', () => {
    const { live, sockets, last, seen } = street();
    live.start();
    last().opens();
    live.switch();
    expect([sockets.length, sockets[0]?.closed, seen]).toEqual([2, true, ['(connection)', 'connecting', '(connection)', 'connecting']]);
  });

  it('with no way left nothing is on the screen and nothing is tried', () => {
    const { live, last, timers, seen } = street();
    live.start();
    last().opens();
    live.unplayable();
    expect([live.state, timers, seen.slice(-2)]).toEqual([{ is: 'ended', reason: 'unplayable', problem: null, at: 7, spent: false }, [], ['(clear)', 'ended']]);
  });
});
