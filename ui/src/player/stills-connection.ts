import type { LiveEvent } from '@matpho/core/api';
import type { SocketLike } from './live-socket.ts';

/** The hub makes a new still every 5 s. */
const everyMs = 5_000;

/** One still after another as a live connection: what is left where nothing moves. For the house itself only. */
export class StillsConnection extends EventTarget implements SocketLike {
  binaryType: BinaryType = 'arraybuffer';
  private readonly closing = new AbortController();
  private readonly camera: string;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private missed = 0;

  constructor(camera: string) {
    super();
    this.camera = camera;
    queueMicrotask(() => this.dispatchEvent(new Event('open')));
  }

  send(): void {
    if (this.timer === undefined) void this.next(true);
  }

  close(): void {
    this.closing.abort();
    clearTimeout(this.timer);
  }

  private async next(isFirst: boolean): Promise<void> {
    const { signal } = this.closing;
    const jpeg = await fetch(`/api/cameras/${encodeURIComponent(this.camera)}/picture?t=${Date.now()}`, { signal, cache: 'no-store' })
      .then((response) => (response.ok ? response.arrayBuffer() : undefined)).catch(() => undefined);
    if (signal.aborted) return;
    if (jpeg) {
      this.missed = 0;
      if (isFirst) this.say({ type: 'opened', viewing: '', until: null, watermark: null, own: true, role: 'main', made: 'anew' });
      this.dispatchEvent(new MessageEvent('message', { data: jpeg }));
    } else {
      this.missed += 1;
      if (isFirst || this.missed > 2) {
        this.dispatchEvent(new Event('close'));
        return;
      }
    }
    this.timer = setTimeout(() => void this.next(false), everyMs);
  }
  private say(event: LiveEvent): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(event) }));
  }
}
