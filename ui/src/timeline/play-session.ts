import { PlayClock } from './play-clock.ts';
import type { RecordedPicture, Standing } from './recorded-picture.ts';
import { unite, type Spans } from './spans.ts';

/** What a picture is to the session. */
export type Follower = Pick<RecordedPicture, 'standing' | 'follow' | 'footage'>;
/** A picture that is not there after so long, ms, is waited for no more; it catches up by itself. */
const patience = 8_000;
/** A jump of less, ms, is not noticed. */
const worthSaying = 3_000;

export interface SessionReports {
  /** The instant, or what moves, changed. */
  moved(): void;
  /** There was nothing to see: it went on where there is. */
  jumped(from: number, to: number): void;
  /** There is no more footage in this direction. */
  finished(at: number): void;
}

/** Up to nine recorded pictures under one clock: waits for whoever has footage, goes over what nobody has. */
export class PlaySession {
  readonly clock: PlayClock;
  private readonly now: () => number;
  private readonly reports: SessionReports;
  private readonly pictures = new Set<Follower>();
  private readonly waitingSince = new Map<Follower, number>();

  constructor(now: () => number, at: number, reports: SessionReports) {
    this.now = now;
    this.clock = new PlayClock(now, at);
    this.reports = reports;
  }

  get at(): number {
    return this.clock.at;
  }
  /** It waits for a picture. */
  get waits(): boolean {
    return this.clock.playing && !this.clock.moves;
  }

  add(picture: Follower): () => void {
    this.pictures.add(picture);
    return () => {
      this.pictures.delete(picture);
      this.waitingSince.delete(picture);
    };
  }

  play(): void {
    if (this.clock.rate < 0) this.clock.setRate(1);
    this.clock.play();
    this.tick();
  }
  pause(): void {
    this.clock.pause();
    this.tick();
  }
  /** A speed of which browsers are capable, or one below zero for backwards; plays. */
  run(rate: number): void {
    this.clock.setRate(rate);
    this.clock.play();
    this.tick();
  }
  setRate(rate: number): void {
    this.clock.setRate(rate);
    this.tick();
  }
  seek(at: number): void {
    this.clock.seek(at);
    this.waitingSince.clear();
    this.tick();
  }
  /** Stands at an instant, and goes on from there at its usual speed. */
  stand(at: number): void {
    this.clock.pause();
    if (this.clock.rate !== 1) this.clock.setRate(1);
    this.seek(at);
  }

  /** Called some twenty times a second, more often while it plays. */
  tick(): void {
    const { clock } = this;
    if (clock.playing && this.pictures.size > 0) this.goOn();
    const { at, rate, moves } = clock;
    for (const picture of this.pictures) picture.follow(at, rate, moves);
    this.reports.moved();
  }

  private goOn(): void {
    const { clock } = this;
    const standings = [...this.pictures].map((picture) => [picture, picture.standing(clock.at)] as const);
    if (standings.every(([, standing]) => standing === 'nothing')) return this.goOver(clock.at);
    const someShow = standings.some(([, standing]) => standing === 'shows');
    // Each is looked at, so that every wait is counted from its own beginning.
    const waited = standings.filter(([picture, standing]) => this.isWaitedFor(picture, standing, someShow));
    clock.hold(waited.length > 0);
  }

  /** One of several is waited for only so long; the only one always. */
  private isWaitedFor(picture: Follower, standing: Standing, someShow: boolean): boolean {
    if (standing !== 'loads') {
      this.waitingSince.delete(picture);
      return false;
    }
    const since = this.waitingSince.get(picture) ?? this.now();
    this.waitingSince.set(picture, since);
    return !someShow || this.now() - since < patience;
  }

  private goOver(at: number): void {
    const { clock } = this;
    const footage = unite([...this.pictures].flatMap((picture) => picture.footage));
    const next = clock.rate > 0 ? nextStart(footage, at) : lastEnd(footage, at);
    if (next === undefined) {
      clock.pause();
      clock.hold(false);
      return this.reports.finished(at);
    }
    this.seek(next);
    if (Math.abs(next - at) > worthSaying) this.reports.jumped(at, next);
  }
}

/** Where footage goes on. Inside a stretch that turned out to have a hole, a second further. */
function nextStart(footage: Spans, at: number): number | undefined {
  return footage.some(({ from, to }) => from <= at && at + 1_000 < to) ? at + 1_000 : footage.find(({ from }) => from > at)?.from;
}
function lastEnd(footage: Spans, at: number): number | undefined {
  if (footage.some(({ from, to }) => from <= at - 1_000 && at < to)) return at - 1_000;
  const last = footage.findLast(({ to }) => to <= at);
  return last && last.to - 100;
}
