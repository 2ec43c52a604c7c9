import type { Instant, Milliseconds } from '@matpho/core/sdk';
import { profilesOf, type Guest } from './scene.ts';
import { envelope, SoapFault, type XmlNode } from './soap.ts';

const longestLife: Milliseconds = 600_000;
const usualLife: Milliseconds = 60_000;
const longestPull: Milliseconds = 55_000;
const mostOfOne = 8;
const mostOfAll = 64;

interface PullPoint {
  readonly account: string;
  until: Instant;
  /** Profiles as its program last heard of them; undefined before the first pull. */
  known: string | undefined;
}
/** Woken when something may have changed. */
export interface Changes {
  /** Resolves at the next change, after the time, or when the signal aborts. */
  next(within: Milliseconds, signal: AbortSignal): Promise<void>;
}

/**
 * ONVIF Core §9.2, pull points: a program is told that its list of profiles is another one (tns1:Media/ProfileChanged). It then asks anew and finds
 * exactly what it may see; which camera came or went, and why, is not in the message.
 */
export class PullPoints {
  readonly #changes: Changes;
  readonly #points = new Map<string, PullPoint>();
  readonly #newId: () => string;
  constructor(changes: Changes, newId: () => string) {
    this.#changes = changes;
    this.#newId = newId;
  }

  get size(): number {
    return this.#points.size;
  }
  /** @throws SoapFault when there are too many */
  create(guest: Guest, body: XmlNode): string {
    const now = guest.clock.now();
    for (const [name, { until }] of this.#points) if (until <= now) this.#points.delete(name);
    const own = [...this.#points.values()].filter(({ account }) => account === guest.account.id).length;
    if (own >= mostOfOne || this.#points.size >= mostOfAll) throw new SoapFault(400, ['ter:InvalidArgVal', 'ter:MaximumPullPoints'], 'There are too many subscriptions.');
    const name = this.#newId();
    const until = now + lifeOf(body.text('InitialTerminationTime'), now);
    this.#points.set(name, { account: guest.account.id, until, known: undefined });
    return envelope(`<tev:CreatePullPointSubscriptionResponse><tev:SubscriptionReference><wsa5:Address>${guest.base}/onvif/subscription/${name}</wsa5:Address></tev:SubscriptionReference>${times(now, until)}</tev:CreatePullPointSubscriptionResponse>`);
  }
  /** Waits up to what it asks for. @throws SoapFault for a subscription that is over, or somebody else's */
  async pull(name: string, guest: Guest, body: XmlNode, signal: AbortSignal): Promise<string> {
    const point = this.#require(name, guest);
    const ends = guest.clock.now() + Math.min(longestPull, durationOf(body.text('Timeout')) ?? 0);
    // It lives at least as long as it is listened to.
    point.until = Math.max(point.until, ends + usualLife);
    const before = point.known;
    let now = await stateOf(guest);
    while (now === before && guest.clock.now() < ends && !signal.aborted && this.#points.get(name) === point) {
      await this.#changes.next(ends - guest.clock.now(), signal);
      now = await stateOf(guest);
    }
    point.known = now;
    return envelope(`<tev:PullMessagesResponse><tev:CurrentTime>${iso(guest.clock.now())}</tev:CurrentTime><tev:TerminationTime>${iso(point.until)}</tev:TerminationTime>${now === before ? '' : profileChanged(guest.clock.now(), before === undefined)}</tev:PullMessagesResponse>`);
  }
  renew(name: string, guest: Guest, body: XmlNode): string {
    const point = this.#require(name, guest);
    const now = guest.clock.now();
    point.until = now + lifeOf(body.text('TerminationTime'), now);
    return envelope(`<wsnt:RenewResponse>${times(now, point.until)}</wsnt:RenewResponse>`);
  }
  unsubscribe(name: string, guest: Guest): string {
    this.#require(name, guest);
    this.#points.delete(name);
    return envelope('<wsnt:UnsubscribeResponse/>');
  }
  /** The next pull tells the state again. */
  synchronize(name: string, guest: Guest): string {
    this.#require(name, guest).known = undefined;
    return envelope('<tev:SetSynchronizationPointResponse/>');
  }
  #require(name: string, { account, clock }: Guest): PullPoint {
    const point = this.#points.get(name);
    if (!point || point.account !== account.id || point.until <= clock.now()) throw new SoapFault(400, ['ter:InvalidArgVal', 'ter:InvalidSubscription'], 'There is no such subscription.');
    return point;
  }
}

export function eventProperties(): string {
  return envelope('<tev:GetEventPropertiesResponse><tev:TopicNamespaceLocation>http://www.onvif.org/onvif/ver10/topics/topicns.xml</tev:TopicNamespaceLocation><wsnt:FixedTopicSet>true</wsnt:FixedTopicSet><TopicSet xmlns="http://docs.oasis-open.org/wsn/t-1"><tns1:Media><ProfileChanged xmlns="" topic="true" xmlns:wstop="http://docs.oasis-open.org/wsn/t-1"/></tns1:Media></TopicSet><wsnt:TopicExpressionDialect>http://docs.oasis-open.org/wsn/t-1/TopicExpression/Concrete</wsnt:TopicExpressionDialect><tev:MessageContentFilterDialect>http://www.onvif.org/ver10/tev/messageContentFilter/ItemFilter</tev:MessageContentFilterDialect><tev:MessageContentSchemaLocation>http://www.onvif.org/onvif/ver10/schema/onvif.xsd</tev:MessageContentSchemaLocation></tev:GetEventPropertiesResponse>');
}

async function stateOf(guest: Guest): Promise<string> {
  return JSON.stringify((await profilesOf(guest)).map(({ token, camera, stream }) => [token, camera.name, stream.codec, stream.width, stream.height]));
}
const iso = (at: Instant): string => new Date(at).toISOString();
const times = (now: Instant, until: Instant): string => `<wsnt:CurrentTime>${iso(now)}</wsnt:CurrentTime><wsnt:TerminationTime>${iso(until)}</wsnt:TerminationTime>`;
const profileChanged = (at: Instant, first: boolean): string =>
  `<wsnt:NotificationMessage><wsnt:Topic Dialect="http://docs.oasis-open.org/wsn/t-1/TopicExpression/Concrete">tns1:Media/ProfileChanged</wsnt:Topic><wsnt:Message><tt:Message UtcTime="${iso(at)}" PropertyOperation="${first ? 'Initialized' : 'Changed'}"><tt:Source/><tt:Data/></tt:Message></wsnt:Message></wsnt:NotificationMessage>`;

/** xs:duration without years and months, or an instant. Never past the longest, never nothing. */
function lifeOf(text: string, now: Instant): Milliseconds {
  const asked = durationOf(text) ?? (text === '' ? usualLife : Date.parse(text) - now);
  return Number.isFinite(asked) ? Math.min(longestLife, Math.max(1_000, asked)) : usualLife;
}
/** `PT1M30.5S` in ms; undefined for anything else. */
export function durationOf(text: string): Milliseconds | undefined {
  const [whole, days, hours, minutes, seconds] = /^P(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7}(?:\.\d{1,6})?)S)?)?$/.exec(text) ?? [];
  if (whole === undefined || whole === 'P' || whole.endsWith('T')) return undefined;
  return ((Number(days ?? 0) * 24 + Number(hours ?? 0)) * 60 + Number(minutes ?? 0)) * 60_000 + Number(seconds ?? 0) * 1_000;
}
