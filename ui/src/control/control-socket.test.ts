import { describe, expect, it } from 'vitest';
import type { SocketLike } from '../player/live-socket.ts';
import { ControlSocket } from './control-socket.ts';

class FakeSocket extends EventTarget implements SocketLike {
  binaryType: BinaryType = 'blob';
  sent: unknown[] = [];
  closed = false;
  send(data: unknown): void {
    this.sent.push(typeof data === 'string' ? JSON.parse(data) : data);
  }
  close(): void {
    this.closed = true;
  }
  says(event: object | string): void {
    this.dispatchEvent(new MessageEvent('message', { data: typeof event === 'string' ? event : JSON.stringify(event) }));
  }
}
const opened = { type: 'opened', viewing: 'v', until: null, own: true, keeps: true, covered: false, move: null, talk: 'pcma', presets: [] };

function controls() {
  const sockets: FakeSocket[] = [];
  const seen: unknown[] = [];
  const control = new ControlSocket(() => {
    const socket = new FakeSocket();
    sockets.push(socket);
    return socket;
  }, { camera: 'gate', action: 'talk' }, { state: (state) => seen.push(state.is), presets: (presets) => seen.push(presets), problem: ({ code }) => seen.push(code) });
  return { control, sockets, seen, last: () => sockets.at(-1) as FakeSocket };
}

describe('the connection to the controls', () => {
  it('says hello, and nothing else before they are hers', () => {
    const { control, last, seen } = controls();
    control.open();
    control.open();
    last().dispatchEvent(new Event('open'));
    control.say({ type: 'stop' });
    control.sound(new Uint8Array(3));
    expect(last().sent).toEqual([{ camera: 'gate', action: 'talk' }]);
    last().says(opened);
    control.sound(new Uint8Array(3));
    control.say({ type: 'stop' });
    expect([last().sent.slice(1), seen]).toEqual([[new Uint8Array(3), { type: 'stop' }], ['opening', 'ready']]);
  });
  it('tells what came to nothing, keeps the controls, and passes over what it does not know', () => {
    const { control, last, seen } = controls();
    control.open();
    last().says(opened);
    last().says({ type: 'problem', problem: { code: 'control-refused', message: '' } });
    last().says({ type: 'presets', presets: [{ token: '1', name: 'Cổng' }] });
    for (const strange of ['', 'null', '7', '{"type":"other"}']) last().says(strange);
    expect([seen.slice(2), control.state.is]).toEqual([['control-refused', [{ token: '1', name: 'Cổng' }]], 'ready']);
  });
  it('is over when the hub says so, when it is lost, and when it is let go; it can begin anew', () => {
    const { control, sockets, last } = controls();
    control.open();
    last().says({ type: 'ended', reason: 'refused', problem: { code: 'control-busy', message: 'x' } });
    expect([control.state, last().closed]).toEqual([{ is: 'ended', problem: { code: 'control-busy', message: 'x' }, lost: false }, true]);
    control.open();
    last().dispatchEvent(new Event('close'));
    expect(control.state).toEqual({ is: 'ended', problem: undefined, lost: true });
    control.open();
    control.close();
    last().says(opened);
    expect([control.state, sockets.length]).toEqual([{ is: 'ended', problem: undefined, lost: false }, 3]);
  });
});
