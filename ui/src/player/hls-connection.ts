import type { LiveEvent } from '@matpho/core/api';
import type { SocketLike } from './live-socket.ts';

/** How often the hub is asked whether the viewing goes on: a picture that was taken back leaves the screen within this, ms. */
const everyMs = 2_000;
interface Opened {
  readonly viewing: string;
  readonly playlist: string;
}

/**
 * HLS as a live connection: the hello opens a viewing by `POST /api/hls`, and the media comes by its playlist.
 * An officer's mark belongs over the picture: a reply that does not say what to lay there opens nothing for somebody from outside.
 */
export class HlsConnection extends EventTarget implements SocketLike {
  binaryType: BinaryType = 'arraybuffer';
  private readonly closing = new AbortController();
  private readonly play: (playlist: string) => void;
  private readonly isApproved: boolean;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param isOwn the house itself looks, so nothing is laid over */
  constructor(play: (playlist: string) => void, isOwn: boolean) {
    super();
    this.play = play;
    this.isApproved = isOwn;
    queueMicrotask(() => this.dispatchEvent(new Event('open')));
  }

  send(hello: unknown): void {
    void this.open(String(hello)).catch(() => this.closing.signal.aborted || this.dispatchEvent(new Event('close')));
  }

  close(): void {
    this.closing.abort();
    clearTimeout(this.timer);
  }

  private async open(hello: string): Promise<void> {
    const { signal } = this.closing;
    const response = await fetch('/api/hls', { method: 'POST', headers: { 'content-type': 'application/json' }, body: hello, signal });
    if (!response.ok) return this.ended(response, 'refused');
    const reply = (await response.json()) as Opened & Partial<Extract<LiveEvent, { type: 'opened' }>>;
    const { viewing, playlist, watermark, until = null, role = 'main', made = 'sent' } = reply;
    if (watermark === undefined && !this.isApproved) return this.say({ type: 'ended', reason: 'refused', problem: { code: 'stream-unsupported', message: '' } });
    this.say({ type: 'opened', viewing, until, watermark: watermark ?? null, own: this.isApproved, role, made });
    this.play(playlist);
    this.look(playlist);
  }

  private look(playlist: string): void {
    this.timer = setTimeout(() => {
      void fetch(playlist, { signal: this.closing.signal, cache: 'no-store' }).then(
        (response) => (response.status >= 400 && response.status < 500 ? this.ended(response, 'expired') : this.look(playlist)),
        () => this.closing.signal.aborted || this.dispatchEvent(new Event('close')),
      );
    }, everyMs);
  }

  private async ended(response: Response, reason: 'refused' | 'expired'): Promise<void> {
    const said: unknown = await response.json().catch(() => undefined);
    const { code = 'internal', message = '' } = (said ?? {}) as { readonly code?: string; readonly message?: string };
    if (this.closing.signal.aborted) return;
    // A hub without this way has no such route.
    this.say({ type: 'ended', reason, problem: { code: reason === 'refused' && response.status === 404 && code === 'not-found' ? 'stream-unsupported' : code, message } });
  }
  private say(event: LiveEvent): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(event) }));
  }
}
