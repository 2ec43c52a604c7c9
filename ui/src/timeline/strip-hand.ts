import { axisHeight } from './strip-paint.ts';
import { moved, timeAt, zoomed, type Span } from './view-window.ts';

interface Finger {
  readonly x: number;
  readonly y: number;
}
export interface StripSight {
  readonly view: Span;
  readonly limits: Span;
  readonly width: number;
}
export interface StripReports {
  /** The view is to be another. */
  view(view: Span): void;
  /** The finger or mouse is at this instant and holds it; `done`: it let go there. */
  scrub(at: number, done: boolean): void;
  /** The mouse rests here without pressing; undefined: it left. */
  point(at: number | undefined): void;
}
/** Nearer to an edge than this, CSS px, holding on moves the view along. */
const edge = 28;

/** Mouse, fingers and wheel on the strip: one holds the instant, on the times it moves the view, two zoom. */
export class StripHand {
  private readonly sight: () => StripSight;
  private readonly reports: StripReports;
  private readonly fingers = new Map<number, Finger>();
  private does: 'nothing' | 'scrub' | 'pan' | 'pinch' = 'nothing';
  private lastAt = 0;

  constructor(sight: () => StripSight, reports: StripReports) {
    this.sight = sight;
    this.reports = reports;
  }

  get isScrubbing(): boolean {
    return this.does === 'scrub';
  }

  down(id: number, at: Finger, wantsPan: boolean): void {
    this.fingers.set(id, at);
    if (this.fingers.size === 2) {
      if (this.does === 'scrub') this.reports.scrub(this.lastAt, true);
      this.does = 'pinch';
    } else if (this.fingers.size === 1) {
      this.does = wantsPan || at.y < axisHeight ? 'pan' : 'scrub';
      if (this.does === 'scrub') this.scrub(at.x, false);
    }
  }

  move(id: number, to: Finger): void {
    const before = this.fingers.get(id);
    const { view, limits, width } = this.sight();
    if (!before) return this.reports.point(timeAt(view, to.x, width));
    const other = [...this.fingers].find(([each]) => each !== id)?.[1];
    this.fingers.set(id, to);
    if (this.does === 'scrub') {
      const past = to.x < edge ? to.x - edge : to.x > width - edge ? to.x - width + edge : 0;
      if (past !== 0) this.reports.view(moved(view, (past / width) * (view.to - view.from) * 0.25, limits));
      this.scrub(to.x, false);
    } else if (this.does === 'pan') this.reports.view(moved(view, timeAt(view, before.x, width) - timeAt(view, to.x, width), limits));
    else if (this.does === 'pinch' && other) {
      const factor = Math.max(24, Math.abs(before.x - other.x)) / Math.max(24, Math.abs(to.x - other.x));
      const middle = (to.x + other.x) / 2;
      const about = timeAt(view, (before.x + other.x) / 2, width);
      const next = zoomed(view, about, factor, limits);
      this.reports.view(moved(next, timeAt(next, (before.x + other.x) / 2, width) - timeAt(next, middle, width), limits));
    }
  }

  up(id: number): void {
    if (!this.fingers.delete(id)) return;
    if (this.does === 'scrub' && this.fingers.size === 0) this.reports.scrub(this.lastAt, true);
    if (this.fingers.size === 0) this.does = 'nothing';
  }

  left(): void {
    if (this.fingers.size === 0) this.reports.point(undefined);
  }

  /** @param deltaX, deltaY CSS px; up and down zooms, sideways moves */
  wheel(x: number, deltaX: number, deltaY: number): void {
    const { view, limits, width } = this.sight();
    if (Math.abs(deltaX) > Math.abs(deltaY)) this.reports.view(moved(view, (deltaX / width) * (view.to - view.from), limits));
    else this.reports.view(zoomed(view, timeAt(view, x, width), Math.exp(Math.max(-120, Math.min(120, deltaY)) / 260), limits));
  }

  private scrub(x: number, done: boolean): void {
    const { view, limits, width } = this.sight();
    this.lastAt = Math.min(Math.max(timeAt(view, Math.min(Math.max(x, 0), width), width), limits.from), limits.to - 1);
    this.reports.scrub(this.lastAt, done);
  }
}
