import { z } from 'zod';
import { routes } from './route.ts';
import { byId, CaseNo, EndReasonWord, Id, Instant, Problem, Purpose } from './words.ts';

/** First message from the browser on `/api/control`, within 5 s. One camera and one action for as long as the connection lasts. */
export const ControlHello = z.object({
  camera: Id,
  /** `ptz`: turn, zoom, presets, home. `talk`: speak through the camera; then binary messages are sound. */
  action: z.enum(['ptz', 'talk']),
  /** An officer says for which unit and why; an owner leaves these out. */
  unit: Id.optional(), purpose: Purpose.optional(), caseNo: CaseNo.optional(), ask: Id.optional(),
});
export type ControlHello = z.infer<typeof ControlHello>;

const speed = z.number().min(-1).max(1);
/** The camera's own name for a preset. */
const Token = z.string().min(1).max(256);
const PresetName = z.string().trim().min(1).max(40);
/** What the hand on the controls says, as text; for `ptz` only. */
export const ControlSay = z.discriminatedUnion('type', [
  /** -1..1 of full speed: right, up, nearer. To be said again at least every 500 ms while the button is held: without word for 1.2 s the camera stops. */
  z.object({ type: z.literal('move'), x: speed, y: speed, zoom: speed }),
  z.object({ type: z.literal('stop') }),
  z.object({ type: z.literal('go'), preset: Token }),
  z.object({ type: z.literal('home') }),
  /** The house's own people only. */
  z.object({ type: z.literal('save'), name: PresetName, preset: Token.optional() }),
  z.object({ type: z.literal('remove'), preset: Token }),
  z.object({ type: z.literal('set-home') }),
]);
export type ControlSay = z.infer<typeof ControlSay>;

/** What a camera's motors can do. `presets`: how many positions it remembers. */
export const MoveAbilities = z.object({ panTilt: z.boolean(), zoom: z.boolean(), presets: z.int(), home: z.boolean() });
/** G.711 at 8,000 samples a second (RFC 3551 §4.5.14). */
export const TalkCodec = z.enum(['pcma', 'pcmu']);
export const ControlPreset = z.object({ token: z.string(), name: z.string() });
export type ControlPreset = z.infer<typeof ControlPreset>;

/** Text messages from the hub. */
export const ControlEvent = z.discriminatedUnion('type', [
  /** `keeps`: may save presets and home. `covered`: part of the picture is covered for others, and the cover does not turn with the camera. */
  z.object({ type: z.literal('opened'), viewing: Id, until: Instant.nullable(), own: z.boolean(), keeps: z.boolean(), covered: z.boolean(), move: MoveAbilities.nullable(), talk: TalkCodec.nullable(), presets: z.array(ControlPreset) }),
  z.object({ type: z.literal('presets'), presets: z.array(ControlPreset) }),
  /** A command was carried out. */
  z.object({ type: z.literal('done'), what: z.enum(['stop', 'go', 'home', 'save', 'remove', 'set-home']) }),
  /** A command came to nothing; the controls stay. */
  z.object({ type: z.literal('problem'), problem: Problem }),
  z.object({ type: z.literal('ended'), reason: EndReasonWord, problem: Problem }),
]);
export type ControlEvent = z.infer<typeof ControlEvent>;

/** What can be done with a camera besides looking; null where it cannot. */
export const ControlFacts = z.object({ move: MoveAbilities.nullable(), talk: TalkCodec.nullable() });
export type ControlFacts = z.infer<typeof ControlFacts>;

export const controlRoutes = routes({
  /** Under a permit of its own for `ptz` or `talk`, on record like a viewing. Its end stops the camera and the sound at once. */
  'GET /api/control': { who: ['owner', 'co_owner', 'manager', 'officer', 'leader'], sends: 'socket' },
  /** Asks the camera; remembered for ten minutes. */
  'GET /api/cameras/:id/control': { who: ['owner', 'co_owner', 'manager'], params: byId, reply: ControlFacts, perMinute: 60 },
});
