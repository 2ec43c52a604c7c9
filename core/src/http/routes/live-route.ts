import { LiveHello, type LiveEvent, type mediaRoutes } from '../../api/media.ts';
import { approvedAsk } from '../../access/ask-json.ts';
import type { CameraRecord } from '../../cameras/camera-registry.ts';
import { masksForMember, ownAsk } from '../../consent/owner-access.ts';
import { isRefusal } from '../../consent/refusal.ts';
import { refusalClass } from '../../consent/reasons.ts';
import { renditions } from '../../consent/renditions.ts';
import type { Ask, EndReason, Permit } from '../../domain/consent.ts';
import { errorCodes, type ErrorCode } from '../../domain/error-codes.ts';
import { id, type AskId, type CameraId, type UnitId } from '../../domain/ids.ts';
import type { Language } from '../../domain/people.ts';
import type { SignedIn } from '../../people/signed-in.ts';
import { HubError } from '../../sdk/errors.ts';
import { deliveryOf, renditionOf, type Delivery } from '../../streams/delivery.ts';
import { View, type Viewable } from '../../streams/view.ts';
import { askerFor, plainAsker, requireCamera } from '../asker.ts';
import type { Handlers, Socket } from '../call.ts';
import { HubProblem } from '../hub-problem.ts';
import type { HubServices } from '../hub-services.ts';

const helloWithin = 5_000;
type Hello = ReturnType<typeof LiveHello.parse>;
interface Opening {
  readonly as: 'member' | 'officer';
  readonly ask: Ask<'live'>;
  readonly delivery: Delivery;
  /** Laid over the picture by the player: unit and number. */
  readonly watermark: string | null;
  /** Burnt in with the time where the picture is made anew: the unit, so that all of it share one. */
  readonly burn: string;
}
/** What each end means to the one who watched. */
const endCodes: { readonly [R in EndReason]: ErrorCode } = {
  viewer: 'consent-ended', revoked: 'consent-ended', expired: 'consent-ended', paused: 'consent-ended', refused: 'consent-refused', source: 'camera-offline', slow: 'viewer-too-slow',
  shutdown: 'not-ready', signed_out: 'not-signed-in', clock: 'consent-refused', not_recorded: 'not-recorded',
};

export function liveHandler(hub: HubServices): Pick<Handlers<typeof mediaRoutes>, 'GET /api/live'> {
  return {
    'GET /api/live': async ({ by, socket, signal, language }) => {
      const say = (event: LiveEvent): void => socket.send(JSON.stringify(event));
      try {
        await watch(hub, by, socket, signal, say, language);
      } catch (failure) {
        const error = failure instanceof HubError ? failure : new HubError('internal', 'The live view failed.', { cause: failure });
        const reasons = error instanceof HubProblem ? error.reasons : undefined;
        say({ type: 'ended', reason: 'refused', problem: { ...problem(error.code, language), ...(reasons ? { reasons: [...reasons] } : {}) } });
        if (!(failure instanceof HubError)) throw error;
      }
    },
  };
}

async function watch(hub: HubServices, by: SignedIn, socket: Socket, signal: AbortSignal, say: (event: LiveEvent) => void, language: Language): Promise<void> {
  const hello = await firstMessage(socket, signal);
  // Before the camera is looked for: what the hub has no way to show is the same for every camera.
  if (hello.transport !== 'mse') hub.conversions.require(hello.transport);
  const camera = await hub.registry.find(id<CameraId>(hello.camera));
  const own = hello.unit === undefined && by.memberships.some(({ owner }) => owner === camera?.owner);
  const opening = own && camera ? await asMember(hub, by, camera, hello) : await asOfficer(hub, by, camera, hello);
  // Before the gate is asked: a yes is good once, and not to be spent on what cannot be shown.
  const from = await pictureOf(hub, opening, hello.transport);
  const answer = await hub.gate.admit({ as: opening.as, ask: opening.ask });
  if (isRefusal(answer)) {
    const code = opening.as === 'officer' && answer.error.code === 'consent-refused' ? 'consent-refused' : answer.error.code;
    say({ type: 'ended', reason: 'refused', problem: { ...problem(code, language), ...(opening.as === 'officer' ? { reasons: [refusalClass(answer.decision) ?? 'not_now'] } : {}) } });
    return;
  }
  try {
    await deliver(hub, answer, from, socket, signal, say, language, opening.watermark);
  } finally {
    await hub.gate.end(answer, signedOut(signal) ? 'signed_out' : 'viewer');
  }
}

/** The stream as it is, or made anew under the conditions; in the form the viewer plays. @throws HubError `obligation-unmet`, `renditions-busy`, `stream-unsupported` */
async function pictureOf(hub: HubServices, { ask: { camera, rendition }, delivery, burn }: Opening, transport: string): Promise<Viewable> {
  const { remade, source: { role }, maxHeight, maxFps } = delivery;
  if (!remade) return transport === 'mse' ? hub.streams.of(camera, role) : hub.conversions.of(camera, role, transport);
  const made = await hub.renditions.of({ camera, role, masks: rendition.masks, maxHeight, maxFps, mark: burn });
  return transport === 'mse' ? made : hub.conversions.over(made, transport);
}

/** Resolves when the viewing is over, by whichever side. */
async function deliver(hub: HubServices, permit: Permit<'live'>, from: Viewable, socket: Socket, signal: AbortSignal, say: (event: LiveEvent) => void, language: Language, watermark: string | null): Promise<void> {
  say({ type: 'opened', viewing: permit.id, until: Number.isFinite(permit.until) ? permit.until : null, watermark, own: permit.route === 'R0' });
  let isOver = (): void => {};
  const over = new Promise<void>((resolve) => { isOver = resolve; });
  const view = new View(permit, {
    format: ({ mime, init, width, height }) => {
      say({ type: 'format', mime, width, height });
      if (init.length > 0) socket.send(init);
    },
    media: (bytes) => socket.send(bytes),
    pending: () => socket.bufferedAmount,
    waiting: (error) => say({ type: 'waiting', problem: problem(error.code, language) }),
    ended: (reason) => {
      // The view sees only that its viewer is gone; whose session ended is still there to be told.
      const why = reason === 'viewer' && signedOut(signal) ? 'signed_out' : reason;
      if (why !== 'viewer') say({ type: 'ended', reason: why, problem: problem(endCodes[why], language) });
      isOver();
    },
  }, hub.clock, permit.obligations.audio, watermark === null ? null : 'overlay');
  hub.gate.countWith(permit, () => view.watched);
  const gone = (): void => view[Symbol.dispose]();
  signal.addEventListener('abort', gone, { once: true });
  try {
    view.open(from, hub.gate);
    if (signal.aborted) gone();
    await over;
    if (view.endedWith !== undefined && view.endedWith !== 'viewer') await hub.gate.end(permit, view.endedWith);
  } finally {
    signal.removeEventListener('abort', gone);
    gone();
  }
}

async function asMember(hub: HubServices, by: SignedIn, camera: CameraRecord, hello: Hello): Promise<Opening> {
  const source = camera.sources.find(({ role }) => role === hello.role) ?? camera.sources[0];
  if (!source) throw new HubError('camera-no-video', 'The camera has no stream.');
  const role = by.memberships.find(({ owner }) => owner === camera.owner)?.role;
  const masks = masksForMember(role, camera.id, 'live', (await hub.records.stateFor(camera.id)).restrictions, hub.clock.now());
  // Her own camera as it is, also after it was set to a larger picture.
  const rendition = { ...renditionOf(source, true), maxHeight: 4_320, maxFps: 240, audio: hello.audio && masks.size === 0, masks };
  const delivery = deliveryOf({ sources: [source] }, rendition, source.role);
  if (!delivery) throw new HubError('camera-no-video', 'The camera has no stream.');
  requirePlayable(delivery, hello);
  return { as: 'member', ask: ownAsk(by.person, camera.id, 'live', rendition), delivery, watermark: null, burn: '' };
}

async function asOfficer(hub: HubServices, by: SignedIn, named: CameraRecord | undefined, hello: Hello): Promise<Opening> {
  const office = askerFor(by, hello.unit === undefined ? undefined : id<UnitId>(hello.unit));
  // Before the camera is looked for: what a number is worth is the unit's own business, the same for every camera.
  if (hello.ask === undefined && hello.caseNo !== undefined) await hub.cases.requireOpen(office.unit, hello.caseNo);
  const camera = requireCamera(named);
  const who = plainAsker(office);
  const watermark = `${office.unitName} · ${office.officerNo}`;
  const burn = office.unitName;
  if (hello.ask !== undefined) {
    const row = await hub.asks.find(id<AskId>(hello.ask));
    const ask = row && approvedAsk(row);
    // Also of another unit of hers: the mark on the picture names the unit that asked.
    if (!row || !ask || row.person !== by.person || row.unit !== office.unit || row.camera !== camera.id || ask.action !== 'live') throw new HubError('not-found', 'There is no such ask.');
    if (ask.caseNo !== undefined) await hub.cases.requireOpen(row.unit, ask.caseNo);
    const delivery = deliveryOf(camera, ask.rendition, hello.role);
    if (!delivery) throw new HubError('camera-no-video', 'The camera has no stream.');
    requirePlayable(delivery, hello);
    return { as: 'officer', ask: ask as Ask<'live'>, delivery, watermark, burn };
  }
  if (hello.purpose === undefined) throw new HubError('bad-request', 'An officer says for what purpose.');
  const offers = renditions(await hub.records.stateFor(camera.id), who, camera.id, 'live', hello.purpose, hello.caseNo, hub.clock.now());
  for (const offer of offers.toSorted((a, b) => Number(b.effect === 'permit') - Number(a.effect === 'permit') || b.ask.rendition.maxHeight - a.ask.rendition.maxHeight)) {
    const delivery = deliveryOf(camera, offer.ask.rendition, hello.role);
    if (!delivery) continue;
    requirePlayable(delivery, hello);
    const sound = hello.audio && offer.ask.rendition.audio && delivery.source.hasAudio === true && !delivery.remade;
    return { as: 'officer', ask: { ...offer.ask, rendition: { ...offer.ask.rendition, audio: sound } }, delivery, watermark, burn };
  }
  // Nothing is offered: the gate says no and writes it down, as for every other try.
  const source = camera.sources[0];
  const rendition = source && renditionOf(source, false);
  const delivery = rendition && deliveryOf({ sources: [source] }, rendition, source.role);
  if (!source || !delivery) throw new HubError('camera-no-video', 'The camera has no stream.');
  return { as: 'officer', ask: { who, camera: camera.id, action: 'live', rendition, purpose: hello.purpose, ...(hello.caseNo === undefined ? {} : { caseNo: hello.caseNo }) }, delivery, watermark, burn };
}

/** Told only to whoever may have the picture: what a camera sends is no stranger's business. What is made anew is H.264. */
function requirePlayable({ source: { codec }, remade }: Delivery, { transport, plays }: Hello): void {
  if (!remade && transport === 'mse' && codec === 'h265' && !plays.includes('h265')) throw new HubError('stream-unsupported', 'This browser does not play H.265.');
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

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
function problem(code: ErrorCode, language: Language): { code: string; message: string } {
  return { code, message: errorCodes[code][language] };
}
function signedOut(signal: AbortSignal): boolean {
  return signal.reason instanceof Error && signal.reason.message === 'The session ended.';
}
