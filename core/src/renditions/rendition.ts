import type { Timers } from '../base/clock.ts';
import type { MaskId } from '../domain/ids.ts';
import { HubError } from '../sdk/errors.ts';
import { LiveStream } from '../streams/live-stream.ts';
import type { Viewable } from '../streams/view.ts';
import { remake, type RemakeParts, type Wanted } from './remake.ts';

/** What the hub may make anew at one time. */
export interface Room {
  /** False when there is none. */
  enter(rendition: Rendition): boolean;
  leave(rendition: Rendition): void;
  /** One fewer watches it: who waits may want its place. */
  left(): void;
}
export interface RenditionParts extends RemakeParts {
  readonly timers: Timers;
  readonly random: () => number;
  readonly room: Room;
}

/**
 * One camera's picture under one set of conditions: masks burnt in, capped, marked, without sound. Made once for all who watch it so; begun by the first,
 * ended a little after the last, and begun anew when it fails, later each time. What it has to show is masked, or it has nothing to show.
 */
export class Rendition implements Viewable {
  readonly masks: ReadonlySet<MaskId>;
  readonly mark: 'pixels' | undefined;
  readonly stream: LiveStream;
  readonly #room: Room;

  constructor(parts: RenditionParts, masks: ReadonlySet<MaskId>, wanted: Wanted) {
    this.#room = parts.room;
    this.masks = masks;
    this.mark = wanted.mark === '' ? undefined : 'pixels';
    this.stream = new LiveStream({
      timers: parts.timers, random: parts.random,
      open: async (sink, signal) => {
        if (!parts.room.enter(this)) throw new HubError('renditions-busy', 'As many pictures as this machine manages are being made anew.');
        return remake(parts, wanted, sink, signal);
      },
      changed: ({ status }) => { if (status === 'idle' || status === 'offline') parts.room.leave(this); },
    });
  }

  join(viewer: Parameters<Viewable['join']>[0]): Disposable {
    const seat = this.stream.join(viewer);
    return {
      [Symbol.dispose]: () => {
        seat[Symbol.dispose]();
        this.#room.left();
      },
    };
  }
}
