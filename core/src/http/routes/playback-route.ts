import { longestWant, PlaybackHello, PlaybackSay, type PlaybackEvent, type playbackRoutes } from '../../api/playback.ts';
import { HubProblem } from '../../base/hub-problem.ts';
import type { EndReason } from '../../domain/consent.ts';
import { id, type AskId, type CameraId, type UnitId } from '../../domain/ids.ts';
import { seconds } from '../../domain/time.ts';
import type { PlaybackWish } from '../../playback/playback-opening.ts';
import type { PlaybackSessions, PlaybackViewer } from '../../playback/playback-sessions.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Handlers, Socket } from '../call.ts';
import { jsonOf } from '../json-of.ts';
import { endCodes, problem, refusalProblem } from './live-route.ts';

const helloWithin = seconds(20);
/** Bytes: a picture or two. */
const mostAfterTheEnd = 65_536;
/** Ends that take nobody's permission back. */
const endsByItself: ReadonlySet<EndReason> = new Set(['source', 'slow', 'shutdown']);
type Language = Parameters<typeof problem>[1];
type Say = (event: PlaybackEvent) => void;

/** Looking back over a WebSocket: `PlaybackHello`, then wants and stills, answered in order. */
export function playbackHandler(sessions: PlaybackSessions): Pick<Handlers<typeof playbackRoutes>, 'GET /api/playback'> {
  return {
    'GET /api/playback': async ({ by, socket, signal, language, address }) => {
      const say: Say = (event) => socket.send(JSON.stringify(event));
      try {
        const listener = new Listener(socket);
        const wish = wishOf(await listener.hello(signal), address);
        const outcome = await sessions.play(by, wish, overSocket(socket, say, listener, language), signal);
        if ('refusal' in outcome) say({ type: 'ended', reason: 'refused', problem: refusalProblem(outcome, language) });
        // Pictures that lie here unsent would still go out before the word that she may not see them: then the line is cut instead.
        else if (socket.bufferedAmount > mostAfterTheEnd && !endsByItself.has(outcome.ended) && outcome.ended !== 'viewer') socket.drop();
        else if (outcome.ended !== 'viewer') say({ type: 'ended', reason: outcome.ended, problem: problem(endCodes[outcome.ended], language) });
      } catch (failure) {
        const error = failure instanceof HubError ? failure : new HubError('internal', 'Looking back failed.', { cause: failure });
        const reasons = error instanceof HubProblem ? error.reasons : undefined;
        say({ type: 'ended', reason: 'refused', problem: { ...problem(error.code, language), ...(reasons ? { reasons: [...reasons] } : {}) } });
        if (!(failure instanceof HubError)) throw error;
      }
    },
  };
}

function wishOf({ camera, unit, ask, ...hello }: PlaybackHello, address: string): PlaybackWish {
  return { ...hello, camera: id<CameraId>(camera), unit: unit === undefined ? undefined : id<UnitId>(unit), ask: ask === undefined ? undefined : id<AskId>(ask), address };
}

function overSocket(socket: Socket, say: Say, listener: Listener, language: Language): PlaybackViewer {
  return {
    opened: ({ permit, from, to, origin, watermark, made }) => {
      say({ type: 'opened', viewing: permit.id, from, to, origin, until: Number.isFinite(permit.until) ? permit.until : null, watermark, own: permit.route === 'R0', made });
      return {
        format: ({ mime, width, height, init }) => {
          say({ type: 'format', mime, width, height });
          socket.send(init);
        },
        media: (bytes) => socket.send(bytes),
        given: ({ id: want, from: first, to: last, gaps }) => say({ type: 'given', id: want, from: first, to: last, gaps: [...gaps] }),
        still: ({ id: still, at, jpeg }) => {
          say({ type: 'still', id: still, at, bytes: jpeg?.length ?? 0 });
          if (jpeg) socket.send(jpeg);
        },
        problem: (want, error) => say({ type: 'problem', id: want, problem: problem(error.code, language) }),
        pending: () => socket.bufferedAmount,
      };
    },
    listen: (viewing) => listener.to((text) => {
      const said = PlaybackSay.safeParse(jsonOf(text));
      if (!said.success) throw new HubError('bad-request', 'The message does not have the right form.');
      if (said.data.type === 'still') return viewing.still(said.data);
      const { from, to } = said.data;
      if (from >= to || to - from > longestWant) throw new HubError('bad-request', 'At most 60 seconds are wanted at once.');
      viewing.want(said.data);
    }),
  };
}

/** What the page says, in order: the first message, and then whatever comes, also while the gate is being asked. */
class Listener {
  #react: ((text: string) => void) | undefined;
  readonly #waiting: string[] = [];
  constructor(socket: Socket) {
    socket.onText((text) => {
      if (this.#react) return this.#react(text);
      if (this.#waiting.length >= 16) throw new HubError('too-many-requests', 'Too many messages before the first answer.');
      this.#waiting.push(text);
    });
  }

  to(react: (text: string) => void): void {
    this.#react = react;
    for (const text of this.#waiting.splice(0)) react(text);
  }
  async hello(signal: AbortSignal): Promise<PlaybackHello> {
    const text = await new Promise<string>((resolve, reject) => {
      const done = (settle: () => void): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', late);
        this.#react = undefined;
        settle();
      };
      const late = (): void => done(() => reject(new HubError('bad-request', 'The first message did not come in time.')));
      // A timer of our own: Node 20 collects AbortSignal.any([…, AbortSignal.timeout(…)]) before it fires.
      const timer = setTimeout(late, helloWithin);
      signal.addEventListener('abort', late, { once: true });
      if (signal.aborted) return late();
      const [first] = this.#waiting.splice(0, 1);
      if (first === undefined) this.#react = (said) => done(() => resolve(said));
      else done(() => resolve(first));
    });
    const parsed = PlaybackHello.safeParse(jsonOf(text));
    if (!parsed.success) throw new HubError('bad-request', 'The first message does not have the right form.');
    return parsed.data;
  }
}
