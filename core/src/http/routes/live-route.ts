import { LiveHello, type LiveEvent, type mediaRoutes } from '../../api/media.ts';
import { HubProblem } from '../../base/hub-problem.ts';
import { refusalClass } from '../../consent/reasons.ts';
import type { EndReason } from '../../domain/consent.ts';
import { errorCodes, type ErrorCode } from '../../domain/error-codes.ts';
import { id, type AskId, type CameraId, type UnitId } from '../../domain/ids.ts';
import type { Language } from '../../domain/people.ts';
import type { SignedIn } from '../../people/signed-in.ts';
import { HubError } from '../../sdk/errors.ts';
import type { LiveOutcome, LiveViewer } from '../../viewing/live-viewings.ts';
import type { LiveWish } from '../../viewing/opening.ts';
import type { Handlers, Socket } from '../call.ts';
import { jsonOf } from '../json-of.ts';
import type { HubServices } from '../hub-services.ts';
import { isPeerHello, watchByPeer } from './live-peer.ts';
import { livePace, type LivePace } from './live-pace.ts';

/** On a narrow line the answer that opens the socket waits behind pictures; a page that heard nothing for 12 s tries again by itself. */
const helloWithin = 20_000;
/** Bytes: a picture or two. */
const mostAfterTheEnd = 65_536;
/** Ends that take nobody's permission back. */
const endsByItself: ReadonlySet<EndReason> = new Set(['source', 'slow', 'shutdown']);
type Hello = ReturnType<typeof LiveHello.parse>;
/** What each end means to the one who watched. */
export const endCodes: { readonly [R in EndReason]: ErrorCode } = {
  viewer: 'consent-ended', revoked: 'consent-ended', expired: 'consent-ended', paused: 'consent-ended', refused: 'consent-refused', source: 'camera-offline', slow: 'viewer-too-slow',
  shutdown: 'not-ready', signed_out: 'not-signed-in', clock: 'consent-refused', not_recorded: 'not-recorded',
};

export function liveHandler(hub: HubServices): Pick<Handlers<typeof mediaRoutes>, 'GET /api/live'> {
  return {
    'GET /api/live': async ({ by, socket, signal, language, address }) => {
      const say = (event: LiveEvent): void => socket.send(JSON.stringify(event));
      try {
        await watch(hub, by, socket, signal, say, language, address);
      } catch (failure) {
        const error = failure instanceof HubError ? failure : new HubError('internal', 'The live view failed.', { cause: failure });
        const reasons = error instanceof HubProblem ? error.reasons : undefined;
        say({ type: 'ended', reason: 'refused', problem: { ...problem(error.code, language), ...(reasons ? { reasons: [...reasons] } : {}) } });
        if (!(failure instanceof HubError)) throw error;
      }
    },
  };
}

async function watch(hub: HubServices, by: SignedIn, socket: Socket, signal: AbortSignal, say: (event: LiveEvent) => void, language: Language, address: string): Promise<void> {
  const hello = await firstMessage(socket, signal);
  const wish = { ...wishOf(hello), pace: hello.pace, from: address };
  const pace = livePace(socket, hello, say);
  const outcome = isPeerHello(hub, hello)
    ? await watchByPeer(hub, by, hello, wish, { say, problem: (code) => problem(code, language), endProblem: (reason) => problem(endCodes[reason], language), queued: (place) => say({ type: 'waiting', problem: inLine(place, language) }), pace }, signal)
    : await hub.viewings.watch(by, wish, overSocket(socket, say, language, pace, wish.transport !== undefined), signal);
  if ('refusal' in outcome) say({ type: 'ended', reason: 'refused', problem: refusalProblem(outcome, language) });
}

export function wishOf({ camera, transport, plays, role, audio, maxHeight, unit, purpose, caseNo, ask }: Hello): LiveWish {
  return { camera: id<CameraId>(camera), transport: transport === 'mse' ? undefined : transport, plays, role, audio, maxHeight, unit: unit === undefined ? undefined : id<UnitId>(unit), purpose, caseNo, ask: ask === undefined ? undefined : id<AskId>(ask) };
}
/** An officer learns the class of a refusal, no more. */
export function refusalProblem({ refusal, as }: Extract<LiveOutcome, { refusal: unknown }>, language: Language): { code: string; message: string; reasons?: string[] } {
  return { ...problem(refusal.error.code, language), ...(as === 'officer' ? { reasons: [refusalClass(refusal.decision) ?? 'not_now'] } : {}) };
}

/** fMP4, or what a plugin made of it, over the page's own socket. */
function overSocket(socket: Socket, say: (event: LiveEvent) => void, language: Language, pace: LivePace, isConverted: boolean): LiveViewer {
  return {
    queued: (place) => say({ type: 'waiting', problem: inLine(place, language) }),
    paced: pace.paced,
    opened: ({ permit, watermark, delivery, ask }) => {
      pace.opened({ ask });
      say({ type: 'opened', viewing: permit.id, until: Number.isFinite(permit.until) ? permit.until : null, watermark, own: permit.route === 'R0', role: delivery.source.role, made: delivery.remade || isConverted ? 'anew' : 'sent' });
      return {
        format: ({ mime, init, width, height }) => {
          say({ type: 'format', mime, width, height });
          if (init.length > 0) socket.send(init);
        },
        media: (bytes) => socket.send(bytes),
        pending: () => socket.bufferedAmount,
        waiting: (error) => say({ type: 'waiting', problem: problem(error.code, language) }),
        ended: (reason) => {
          if (reason === 'viewer') return;
          // Pictures that lie here unsent would still go out before the word that she may not see them: then the line is cut instead.
          if (socket.bufferedAmount > mostAfterTheEnd && !endsByItself.has(reason)) socket.drop();
          else say({ type: 'ended', reason, problem: problem(endCodes[reason], language) });
        },
      };
    },
  };
}

async function firstMessage(socket: Socket, signal: AbortSignal): Promise<Hello> {
  const text = await new Promise<string>((resolve, reject) => {
    const done = (settle: () => void) => (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', late);
      settle();
    };
    const late = done(() => reject(new HubError('bad-request', 'The first message did not come in time.')));
    // A timer of our own: Node 20 collects AbortSignal.any([…, AbortSignal.timeout(…)]) before it fires.
    const timer = setTimeout(late, helloWithin);
    signal.addEventListener('abort', late, { once: true });
    if (signal.aborted) late();
    socket.onText((message) => done(() => resolve(message))());
  });
  const parsed = LiveHello.safeParse(jsonOf(text));
  if (!parsed.success) throw new HubError('bad-request', 'The first message does not have the right form.');
  return parsed.data;
}

/** She learns her place, and that there is nothing she has to do. */
export function inLine(place: number, language: Language): { code: string; message: string } {
  const message = language === 'vi'
    ? `Hub đang làm lại hình cho nhiều người xem nhất có thể. Bạn đứng thứ ${place} trong hàng chờ; hình tự mở khi đến lượt.`
    : `The hub is preparing as many pictures as it can. You are number ${place} in line; the picture opens by itself when it is your turn.`;
  return { code: 'renditions-busy', message };
}
export function problem(code: ErrorCode, language: Language): { code: string; message: string } {
  return { code, message: errorCodes[code][language] };
}
