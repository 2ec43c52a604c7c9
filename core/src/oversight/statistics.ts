import { sql } from 'kysely';
import type { Purpose, Route } from '../domain/consent.ts';
import type { UnitId } from '../domain/ids.ts';
import type { Instant, Milliseconds } from '../domain/time.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import { monthOf, monthsBefore, type Month } from './months.ts';
import { atLeast, byEnough, hideSmall, median, wholeSum } from './suppress.ts';

/** Asks of one month that is over. All three stand together or not at all: from two the third follows. */
export interface AsksOfMonth {
  readonly asked: number;
  readonly agreed: number;
  /** Said no, or said nothing: which of the two stays with the household. */
  readonly notAgreed: number;
}
export interface MonthNumbers {
  readonly month: string;
  /** It goes on still. */
  readonly running: boolean;
  readonly views: number | null;
  readonly seconds: number | null;
  readonly asks: AsksOfMonth | null;
}
export interface Numbers {
  /** From how many on a count is shown. */
  readonly k: number;
  readonly from: Instant;
  readonly to: Instant;
  readonly months: readonly MonthNumbers[];
  readonly byPurpose: readonly { readonly purpose: Purpose; readonly views: number | null }[];
  readonly byRoute: readonly { readonly route: Route; readonly views: number | null }[];
  /** Empty for everybody's page. */
  readonly byUnit: readonly { readonly unit: UnitId; readonly name: string; readonly views: number; readonly officers: number }[];
  /** Of asks that were answered, ms; null for too few. */
  readonly medianAnswer: Milliseconds | null;
  readonly asks: AsksOfMonth | null;
  readonly cameras: number | null;
  readonly emergencies: EmergencyNumbers | null;
  readonly written: WrittenNumbers | null;
}
export interface EmergencyNumbers { readonly opened: number; readonly justified: number; readonly unjustified: number; readonly unreviewed: number; readonly waiting: number; readonly suspendedUnits: number }
export interface WrittenNumbers { readonly received: number; readonly delivered: number; readonly overdueAnswer: number; readonly overdueDestruction: number }

export type Audience = 'oversight' | 'everybody';
/** PROGRAMME F23: on the page for everybody nothing under ten. */
const k: { readonly [A in Audience]: number } = { oversight: 5, everybody: 10 };
const outside = ['R1', 'R2', 'R3', 'R4'] as const;

/** Counts for those who see numbers, never video: no household, no camera, no officer. */
export class Statistics {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #tz: string;
  constructor(store: Store, clock: Clock, tz: string) {
    this.#store = store;
    this.#clock = clock;
    this.#tz = tz;
  }

  /** Of this month and the `count` before it. */
  async of(audience: Audience, count: number): Promise<Numbers> {
    const now = this.#clock.now();
    const running = monthOf(now, this.#tz);
    // Everybody may look every day: of a month that grows the difference between two days would show one look.
    const months = [...monthsBefore(now, count, this.#tz).toReversed(), ...(audience === 'oversight' ? [running] : [])];
    const [from, to] = [months[0]!.from, months.at(-1)!.to];
    const least = k[audience];
    const shown = (counts: readonly number[]): readonly (number | null)[] => (audience === 'oversight' ? counts : hideSmall(least, counts));
    const [counted, purposes, routes, byUnit, answers, cameras, emergencies, written] = await Promise.all([
      Promise.all(months.map((month) => this.#month(month, month === running, least, audience))), this.#views('purpose', from, to), this.#views('route', from, to),
      audience === 'oversight' ? this.#units(from, to) : [], this.#answers(from, running.from), this.#cameras(), this.#emergencies(from, to), this.#written(from, to, now),
    ]);
    const [shownMonths, shownPurposes, shownRoutes] = [counted.map(({ views }) => views), purposes.map(({ views }) => views), routes.map(({ views }) => views)].map(shown) as [readonly (number | null)[], readonly (number | null)[], readonly (number | null)[]];
    const byMonth = counted.map((month, i): MonthNumbers => ({ ...month, views: shownMonths[i] ?? null, seconds: shownMonths[i] === null ? null : month.seconds }));
    const closed = byMonth.filter((month) => !month.running).map(({ asks }) => asks);
    const total = (part: keyof AsksOfMonth): number | null => wholeSum(closed.map((asks) => asks?.[part] ?? null));
    const [asked, agreed, notAgreed] = [total('asked'), total('agreed'), total('notAgreed')];
    return {
      k: least, from, to, months: byMonth, byUnit, medianAnswer: median(least, answers), cameras: audience === 'oversight' ? cameras : atLeast(least, cameras),
      byPurpose: purposes.map(({ what }, i) => ({ purpose: what as Purpose, views: shownPurposes[i] ?? null })), byRoute: routes.map(({ what }, i) => ({ route: what as Route, views: shownRoutes[i] ?? null })),
      asks: asked === null || agreed === null || notAgreed === null ? null : { asked, agreed, notAgreed },
      // These are acts of units, not of households, and few by their nature: they are shown as they are.
      emergencies, written: audience === 'oversight' ? written : null,
    };
  }

  async #month(month: Month, running: boolean, least: number, audience: Audience): Promise<MonthNumbers & { readonly views: number }> {
    const { views, seconds } = await this.#store.read.selectFrom('viewing').select((row) => [row.fn.countAll<number>().as('views'), row.fn.sum<number | null>('seconds').as('seconds')])
      .where('route', 'in', outside).where('opened_at', '>=', month.from).where('opened_at', '<', month.to).executeTakeFirstOrThrow();
    return { month: month.name, running, views, seconds: Math.round(seconds ?? 0), asks: running ? null : await this.#asks(month, least, audience) };
  }

  /** Only months that are over: two looks at a month that grows would show the one ask between them. */
  async #asks({ from, to }: Month, least: number, audience: Audience): Promise<AsksOfMonth | null> {
    const rows = await this.#store.read.selectFrom('ask').select((row) => ['status', row.fn.countAll<number>().as('asks')]).where('created_at', '>=', from).where('created_at', '<', to).where('status', 'in', ['approved', 'declined', 'lapsed']).groupBy('status').execute();
    const { households } = await this.#store.read.selectFrom('ask').select((row) => row.fn.count<number>('owner').distinct().as('households')).where('created_at', '>=', from).where('created_at', '<', to).where('status', 'in', ['declined', 'lapsed']).executeTakeFirstOrThrow();
    const count = (...statuses: readonly string[]): number => rows.filter(({ status }) => statuses.includes(status)).reduce((sum, { asks }) => sum + asks, 0);
    const [agreed, notAgreed] = [count('approved'), byEnough(least, count('declined', 'lapsed'), households)];
    // Who agreed is told few by few to nobody but those who oversee.
    if (audience === 'everybody' && agreed > 0 && agreed < least) return null;
    return notAgreed === null ? null : { asked: agreed + notAgreed, agreed, notAgreed };
  }

  async #views(by: 'purpose' | 'route', from: Instant, to: Instant): Promise<readonly { readonly what: string; readonly views: number }[]> {
    const rows = await this.#store.read.selectFrom('viewing').select((row) => [`${by} as what` as const, row.fn.countAll<number>().as('views')]).where('route', 'in', outside).where('opened_at', '>=', from).where('opened_at', '<', to).groupBy(by).execute();
    return rows.flatMap(({ what, views }) => (what === null ? [] : [{ what, views }])).toSorted((a, b) => b.views - a.views);
  }
  async #units(from: Instant, to: Instant): Promise<Numbers['byUnit']> {
    return this.#store.read.selectFrom('viewing').innerJoin('unit', 'unit.id', 'viewing.unit').select((row) => ['unit.id as unit', 'unit.name', row.fn.countAll<number>().as('views'), row.fn.count<number>('viewing.person').distinct().as('officers')])
      .where('viewing.route', 'in', outside).where('viewing.opened_at', '>=', from).where('viewing.opened_at', '<', to).groupBy(['unit.id', 'unit.name']).orderBy('views', 'desc').execute();
  }
  async #answers(from: Instant, to: Instant): Promise<readonly Milliseconds[]> {
    const rows = await this.#store.read.selectFrom('ask').select(sql<number>`decided_at - created_at`.as('took')).where('status', 'in', ['approved', 'declined']).where('decided_at', 'is not', null).where('created_at', '>=', from).where('created_at', '<', to).orderBy('created_at', 'desc').limit(5_000).execute();
    return rows.map(({ took }) => took);
  }
  async #cameras(): Promise<number> {
    return (await this.#store.read.selectFrom('camera').select((row) => row.fn.countAll<number>().as('count')).where('removed_at', 'is', null).executeTakeFirstOrThrow()).count;
  }
  async #emergencies(from: Instant, to: Instant): Promise<EmergencyNumbers> {
    const rows = await this.#store.read.selectFrom('emergency').select((row) => ['status', row.fn.countAll<number>().as('count')]).where('opened_at', '>=', from).where('opened_at', '<', to).groupBy('status').execute();
    const count = (...statuses: readonly string[]): number => rows.filter(({ status }) => statuses.includes(status)).reduce((sum, each) => sum + each.count, 0);
    const { units } = await this.#store.read.selectFrom('emergency_suspension').select((row) => row.fn.count<number>('unit').distinct().as('units')).where('lifted_at', 'is', null).executeTakeFirstOrThrow();
    return { opened: rows.reduce((sum, each) => sum + each.count, 0), justified: count('justified'), unjustified: count('unjustified'), unreviewed: count('unreviewed'), waiting: count('running', 'ended'), suspendedUnits: units };
  }
  async #written(from: Instant, to: Instant, now: Instant): Promise<WrittenNumbers> {
    const rows = await this.#store.read.selectFrom('written_request').select(['status', 'deadline_at', 'destroy_by']).where('created_at', '>=', from).where('created_at', '<', to).limit(20_000).execute();
    return {
      received: rows.length, delivered: rows.filter(({ status }) => status === 'delivered' || status === 'closed').length,
      overdueAnswer: rows.filter(({ status, deadline_at }) => ['received', 'checking', 'clarifying', 'executing'].includes(status) && deadline_at < now).length,
      overdueDestruction: rows.filter(({ status, destroy_by }) => status === 'delivered' && destroy_by < now).length,
    };
  }
}
