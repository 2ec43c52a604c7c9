import { ControlHello, ControlSay, type controlRoutes, type ControlEvent } from '../../api/control.ts';
import { HubProblem } from '../../base/hub-problem.ts';
import type { Controller, ControlOpened, ControlOutcome } from '../../control/camera-controls.ts';
import type { Motion } from '../../control/motion.ts';
import { id, type AskId, type CameraId, type UnitId } from '../../domain/ids.ts';
import type { Language } from '../../domain/people.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Handlers, Socket } from '../call.ts';
import type { HubServices } from '../hub-services.ts';
import { firstText } from '../first-text.ts';
import { jsonOf } from '../json-of.ts';
import { endCodes, problem, refusalProblem } from './live-route.ts';

const keepers = ['owner', 'co_owner', 'manager'];

export function controlHandlers(hub: HubServices): Handlers<typeof controlRoutes> {
  return {
    'GET /api/control': async ({ by, socket, signal, language }) => {
      const say = (event: ControlEvent): void => socket.send(JSON.stringify(event));
      try {
        const { camera, unit, ask, ...rest } = await hello(socket, signal);
        const wish = { ...rest, camera: id<CameraId>(camera), unit: unit === undefined ? undefined : id<UnitId>(unit), ask: ask === undefined ? undefined : id<AskId>(ask) };
        tellEnd(await hub.controls.take(by, wish, atSocket(socket, say, language), signal), say, language);
      } catch (failure) {
        const error = hubErrorOf(failure);
        const reasons = error instanceof HubProblem ? error.reasons : undefined;
        say({ type: 'ended', reason: 'refused', problem: { ...problem(error.code, language), ...(reasons ? { reasons: [...reasons] } : {}) } });
        if (!(failure instanceof HubError)) throw error;
      }
    },
    'GET /api/cameras/:id/control': async ({ by, params }) => {
      const camera = await hub.registry.find(id<CameraId>(params.id));
      if (!camera || !by.memberships.some(({ owner, role }) => owner === camera.owner && keepers.includes(role))) throw new HubError('not-found', 'There is no such camera.');
      const { move, talk } = await hub.controlBook.of(camera);
      return { move: move ?? null, talk: talk ?? null };
    },
  };
}

async function hello(socket: Socket, signal: AbortSignal): Promise<ControlHello> {
  const parsed = ControlHello.safeParse(jsonOf(await firstText(socket, signal)));
  if (!parsed.success) throw new HubError('bad-request', 'The first message does not have the right form.');
  return parsed.data;
}

function atSocket(socket: Socket, say: (event: ControlEvent) => void, language: Language): Controller {
  const failed = (error: unknown): void => say({ type: 'problem', problem: problem(hubErrorOf(error).code, language) });
  return {
    failed,
    opened: ({ permit, hand, move, talk, presets, keeps, covered }: ControlOpened) => {
      say({ type: 'opened', viewing: permit.id, until: Number.isFinite(permit.until) ? permit.until : null, own: permit.route === 'R0', keeps, covered, move: move ?? null, talk: talk ?? null, presets: [...presets] });
      if (hand.kind === 'talk') socket.onBytes((sound) => hand.say(sound));
      else socket.onText((text) => {
        const said = ControlSay.safeParse(jsonOf(text));
        if (!said.success) throw new HubError('bad-request', 'The message does not have the right form.');
        carryOut(hand, said.data, say).catch(failed);
      });
    },
  };
}

async function carryOut(hand: Motion, said: ControlSay, say: (event: ControlEvent) => void): Promise<void> {
  const tell = (presets: Awaited<ReturnType<Motion['savePreset']>>): void => say({ type: 'presets', presets: [...presets] });
  switch (said.type) {
    case 'move': return hand.move(said);
    case 'stop': await hand.stop(); break;
    case 'go': await hand.goTo(said.preset); break;
    case 'home': await hand.goHome(); break;
    case 'set-home': await hand.setHome(); break;
    case 'save': tell(await hand.savePreset(said.name, said.preset)); break;
    case 'remove': tell(await hand.removePreset(said.preset)); break;
  }
  say({ type: 'done', what: said.type });
}

function tellEnd(outcome: ControlOutcome, say: (event: ControlEvent) => void, language: Language): void {
  if ('refusal' in outcome) return say({ type: 'ended', reason: 'refused', problem: refusalProblem(outcome, language) });
  if (outcome.ended !== 'viewer') say({ type: 'ended', reason: outcome.ended, problem: problem(outcome.error?.code ?? endCodes[outcome.ended], language) });
}

function hubErrorOf(failure: unknown): HubError {
  return failure instanceof HubError ? failure : new HubError('internal', 'The controls failed.', { cause: failure });
}
