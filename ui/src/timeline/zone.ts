const second = 1_000;
const day = 86_400_000;

/** Civil time of day and date in a zone. `month` is 1 to 12. */
export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Wall-clock arithmetic in one time zone, summer time included. All instants are ms since 1970. */
export class Zone {
  private readonly format: Intl.DateTimeFormat;

  /** @param name IANA; the browser's own when absent */
  constructor(name?: string) {
    this.format = new Intl.DateTimeFormat('en-US', { timeZone: name, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
  }

  civil(at: number): Civil {
    const parts = new Map(this.format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const get = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
    return { year: get('year'), month: get('month'), day: get('day'), hour: get('hour'), minute: get('minute'), second: get('second') };
  }

  /** ms that local time is ahead of UTC at an instant. */
  offset(at: number): number {
    const { year, month, day: date, hour, minute, second: seconds } = this.civil(at);
    return Date.UTC(year, month - 1, date, hour, minute, seconds) - Math.floor(at / second) * second;
  }

  /** The instant of a civil time; one that the clocks skipped is the one an hour on. Undefined for the 31st of February. */
  instant({ year, month, day: date, hour, minute, second: seconds }: Civil): number | undefined {
    const local = Date.UTC(year, month - 1, date, hour, minute, seconds);
    const back = new Date(local);
    if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== date || hour > 23 || minute > 59 || seconds > 59) return undefined;
    const first = local - this.offset(local);
    return local - this.offset(first);
  }

  /** Midnight before an instant. */
  dayOf(at: number): number {
    return this.instant({ ...this.civil(at), hour: 0, minute: 0, second: 0 }) ?? at;
  }

  /** Midnight so many days later; a day has 23 to 25 hours. */
  addDays(start: number, count: number): number {
    return this.dayOf(start + count * day + day / 2);
  }
}
