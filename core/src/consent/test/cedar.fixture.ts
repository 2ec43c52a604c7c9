import { isAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import type { Ask, ConsentState, Grant, Restriction, Weekly } from '../../domain/consent.ts';
import type { Instant } from '../../domain/time.ts';
import { askHash } from '../ask-hash.ts';
import { localClock } from './wall-clock.fixture.ts';

/** Cedar has whole numbers only; frames a second come in halves. */
const tenths = (value: number): number => Math.round(value * 10);
const most = 9e15;
const whole = (value: number): number => Math.max(-most, Math.min(most, Math.round(value)));
const text = (value: string): string => JSON.stringify(value);
const set = (values: readonly string[]): string => `[${values.map(text).join(', ')}]`;

/** CONSENT §4 word for word, by the wall clock that Intl shows; nothing of the engine's own arithmetic. */
export function isOpen(weekly: Weekly | undefined, t: Instant): boolean {
  if (!weekly) return true;
  const { day, minute } = localClock(t, weekly.tz);
  const before = (day + 6) % 7;
  return weekly.windows.some(({ days, from, to }) => (to > from ? days.includes(day) && from <= minute && minute < to : (days.includes(day) && minute >= from) || (days.includes(before) && minute < to)));
}

/** One Cedar policy per grant: everything in it is read by Cedar; hours, approvals and emergencies are facts of the moment in the context. */
function permitText({ id, version, who, what, when, why, mode }: Grant, mayAsk: boolean): string {
  const conditions = [
    `context.trusted`, `context.now >= ${whole(when.from)}`, `context.now < ${whole(when.until)}`, `context.open.contains(${text(id)})`,
    `${set(why.purposes)}.contains(context.purpose)`,
    `context.height <= ${tenths(what.maxHeight)}`, `context.fps <= ${tenths(what.maxFps)}`, `context.masks.containsAll(${set(what.masks)})`,
    ...(what.audio && mode !== 'emergency' ? [] : ['!context.audio']),
    ...(who.unit === undefined ? [] : [`principal.units.contains(${text(who.unit)})`]), ...(who.role === undefined ? [] : [`principal.roles.contains(${text(who.role)})`]),
    ...(who.person === undefined ? [] : [`principal == Person::${text(who.person)}`]), ...(who.cert === undefined ? [] : [`principal.certs.contains(${text(who.cert)})`]),
    ...(why.caseRequired ? [who.unit === undefined ? '!context.caseUnits.isEmpty()' : `context.caseUnits.contains(${text(who.unit)})`] : []),
    ...footageConditions(when.footage, id),
    ...(mode === 'ask' && !mayAsk ? [`context.approved.contains(${text(`${id}@${version}`)})`] : []),
    ...(mode === 'emergency' ? [`context.declared.contains(${text(id)})`] : []),
  ];
  const given = what.actions.filter((action) => mode !== 'emergency' || (action !== 'clip' && action !== 'talk'));
  return `permit(principal, action in [${given.map((action) => `Action::${text(action)}`).join(', ')}], resource) when { ${set(what.cameras)}.contains(context.camera) && ${conditions.join(' && ')} };`;
}

function footageConditions(footage: Grant['when']['footage'], id: string): readonly string[] {
  const recorded = footage === undefined ? 'false' : [`context.footageFrom >= context.now - ${whole(footage.lookbackMs)}`, 'context.footageTo <= context.now', `context.footageFrom >= ${whole(footage.from ?? 0)}`,
    `context.footageTo <= ${whole(footage.until ?? most)}`, `context.filmedOpen.contains(${text(id)})`].join(' && ');
  const filming = footage === undefined ? 'true' : `context.now >= ${whole(footage.from ?? 0)} && context.now < ${whole(footage.until ?? most)} && context.filmedOpen.contains(${text(id)})`;
  return [`(if context.recorded then (${recorded}) else (!context.filming || (${filming})))`];
}

function forbidText({ id, scope, from, until, cap }: Restriction, owner: string): string {
  const beyond = [
    ...(cap?.maxHeight === undefined ? [] : [`context.height > ${tenths(cap.maxHeight)}`]), ...(cap?.forbidAudio === true ? ['context.audio'] : []),
    ...(cap?.mask === undefined ? [] : [`!context.masks.contains(${text(cap.mask)})`]),
  ];
  const conditions = [
    `context.now >= ${whole(from)}`, `context.now < ${whole(until)}`, `context.open.contains(${text(id)})`,
    ...(scope.owner === undefined ? [] : [`${text(scope.owner)} == ${text(owner)}`]), ...(scope.who?.unit === undefined ? [] : [`principal.units.contains(${text(scope.who.unit)})`]),
    ...(scope.who?.person === undefined ? [] : [`principal == Person::${text(scope.who.person)}`]), ...(scope.cameras === undefined ? [] : [`${set(scope.cameras)}.contains(context.camera)`]),
    ...(scope.actions === undefined ? [] : [`[${scope.actions.map((action) => `Action::${text(action)}`).join(', ')}].contains(action)`]),
    ...(beyond.length > 0 ? [`(${beyond.join(' || ')})`] : []),
  ];
  return `forbid(principal, action, resource) when { ${conditions.join(' && ')} };`;
}

/** What Cedar says to the same question: `permit`, `ask` when only a yes is missing, `deny`. */
export function cedarSays(state: ConsentState, ask: Ask, now: Instant): 'permit' | 'ask' | 'deny' {
  const grants = state.grants.filter(({ revokedAt }) => revokedAt === undefined);
  const forbids = state.restrictions.map((restriction) => forbidText(restriction, state.owner));
  const says = (mayAsk: boolean): boolean => {
    const answer = isAuthorized({
      principal: { type: 'Person', id: ask.who.person }, action: { type: 'Action', id: ask.action }, resource: { type: 'Camera', id: ask.camera }, context: contextOf(state, ask, now),
      policies: { staticPolicies: [...grants.map((grant) => permitText(grant, mayAsk)), ...forbids].join('\n') },
      entities: [{ uid: { type: 'Person', id: ask.who.person }, attrs: { units: [...ask.who.units], roles: [...ask.who.roles], certs: [...ask.who.certs] }, parents: [] }],
    });
    // A policy that Cedar cannot evaluate counts for nothing there: it must not happen at all.
    if (answer.type !== 'success' || answer.response.diagnostics.errors.length > 0) throw new Error(JSON.stringify(answer));
    return answer.response.decision === 'allow';
  };
  if (says(false)) return 'permit';
  return says(true) ? 'ask' : 'deny';
}

function contextOf(state: ConsentState, ask: Ask, now: Instant): Record<string, boolean | number | string | string[]> {
  const { rendition, footage } = ask;
  const filming = footage === undefined && ['live', 'snapshot', 'event'].includes(ask.action);
  // Quarter by quarter: the windows of the scenes begin and end on them.
  const moments = footage === undefined ? [now] : [...quarters(footage[0], footage[1])];
  const hash = askHash(ask);
  return {
    // Records of another camera say nothing of this one.
    trusted: state.clockTrusted && state.camera === ask.camera, now, camera: ask.camera, purpose: ask.purpose, height: tenths(rendition.maxHeight), fps: tenths(rendition.maxFps), audio: rendition.audio, masks: [...rendition.masks],
    recorded: footage !== undefined, footageFrom: footage?.[0] ?? 0, footageTo: footage?.[1] ?? 0, filming,
    open: [...state.grants.filter(({ when }) => isOpen(when.access, now)).map(({ id }) => id as string), ...state.restrictions.filter(({ hours }) => isOpen(hours, now)).map(({ id }) => id as string)],
    filmedOpen: state.grants.filter(({ when }) => moments.every((t) => isOpen(when.footage?.hours, t))).map(({ id }) => id),
    caseUnits: state.cases.filter((open) => open.caseNo === ask.caseNo && ask.who.units.includes(open.unit) && open.from <= now && now < open.until).map(({ unit }) => unit),
    approved: state.approvals.filter((yes) => yes.usedAt === undefined && yes.person === ask.who.person && yes.camera === ask.camera && yes.askHash === hash && yes.from <= now && now < yes.until).map(({ grant, version }) => `${grant}@${version}`),
    declared: state.emergencies.filter((each) => each.secondedBy !== undefined && each.secondedBy !== each.declaredBy && each.cameras.includes(ask.camera) && each.from <= now && now < Math.min(each.until, each.from + 1_800_000)
      && (footage === undefined || footage[0] >= each.from - 60_000)).map(({ grant }) => grant),
  };
}

function* quarters(from: Instant, to: Instant): Generator<Instant> {
  const quarter = 900_000;
  yield from;
  for (let t = Math.floor(from / quarter) * quarter + quarter; t < to; t += quarter) yield t;
}
