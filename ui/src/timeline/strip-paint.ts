import type { TimelinePage } from '@matpho/core/api';
import { missing, unite } from './spans.ts';
import { labelAt, ticksOf } from './ticks.ts';
import { xOf, type Span } from './view-window.ts';
import type { Zone } from './zone.ts';

export interface Inks {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly sunken: string;
  readonly surface: string;
  readonly footage: string;
  readonly event: string;
  readonly fault: string;
}
export type LanePage = Pick<TimelinePage, 'spans' | 'gaps' | 'events' | 'holds' | 'covered'>;
export interface Lane {
  readonly name: string;
  readonly page: LanePage | undefined;
}
export interface Sheet {
  readonly view: Span;
  readonly width: number;
  readonly height: number;
  readonly lanes: readonly Lane[];
  readonly zone: Zone;
  readonly now: number;
  readonly inks: Inks;
  readonly font: string;
  label(at: number, withSeconds: boolean): string;
}
export const axisHeight = 30;
const laneGap = 4;

/** CSS px that so many lanes are high, with the axis over them. */
export function stripHeight(lanes: number): number {
  return axisHeight + laneHeight(lanes) * Math.max(1, lanes) + laneGap * (Math.max(1, lanes) - 1) + 8;
}
const laneHeight = (lanes: number): number => (lanes <= 1 ? 52 : lanes <= 3 ? 30 : 22);

/** Draws the strip: times, and for every camera what there is, what there is not, what happened and what is kept. */
export function paintStrip(on: CanvasRenderingContext2D, sheet: Sheet): void {
  on.clearRect(0, 0, sheet.width, sheet.height);
  axis(on, sheet);
  const height = laneHeight(sheet.lanes.length);
  sheet.lanes.forEach((lane, i) => paintLane(on, sheet, lane, axisHeight + i * (height + laneGap), height));
}

function axis(on: CanvasRenderingContext2D, { view, width, height, zone, inks, font, label }: Sheet): void {
  on.font = `500 12px ${font}`;
  on.textBaseline = 'middle';
  on.textAlign = 'center';
  let taken = Number.NEGATIVE_INFINITY;
  for (const tick of ticksOf(view, width, zone)) {
    const x = Math.round(xOf(view, tick.at, width)) + 0.5;
    on.strokeStyle = inks.line;
    line(on, x, tick.label === 'none' ? axisHeight - 6 : axisHeight - 9, x, tick.label === 'none' ? axisHeight - 2 : height);
    if (tick.label === 'none') continue;
    on.fillStyle = inks.muted;
    const text = label(tick.at, tick.label === 'second');
    const half = on.measureText(text).width / 2;
    const middle = labelAt(x, half, width, taken);
    if (middle === undefined) continue;
    taken = middle + half;
    on.fillText(text, middle, 10);
  }
}

function paintLane(on: CanvasRenderingContext2D, sheet: Sheet, { name, page }: Lane, top: number, height: number): void {
  const { inks, lanes } = sheet;
  const bar = (span: Span, ink: string, y: number, tall: number, alpha = 1): void => {
    const from = Math.max(0, xOf(sheet.view, span.from, sheet.width));
    const to = Math.min(sheet.width, xOf(sheet.view, span.to, sheet.width));
    if (to < from) return;
    on.globalAlpha = alpha;
    on.fillStyle = ink;
    on.fillRect(from, y, Math.max(to - from, 1), tall);
    on.globalAlpha = 1;
  };
  const over = height < 40 ? 6 : 10;
  const [foot, tall] = [top + over, height - over];
  // Where nothing is said, nothing is drawn.
  for (const span of page?.covered ?? []) bar({ from: span.from, to: Math.min(span.to, sheet.now) }, inks.sunken, foot, tall);
  for (const gap of page?.gaps ?? []) if (isFault(gap.cause)) hatch(on, sheet, gap, foot, tall);
  const main = unite((page?.spans ?? []).filter(({ role }) => role === 'main'));
  for (const span of missing(page?.spans ?? [], main)) bar(span, inks.footage, foot + tall / 2, tall / 2, 0.5);
  for (const span of main) bar(span, inks.footage, foot, tall, 0.82);
  const least = ((sheet.view.to - sheet.view.from) / sheet.width) * 2;
  for (const event of page?.events ?? []) bar({ from: event.from, to: Math.max(event.to ?? sheet.now, event.from + least) }, inks.event, top, over - 2);
  for (const hold of page?.holds ?? []) kept(on, sheet, hold, foot, tall);
  if (lanes.length > 1) nameOn(on, sheet, name, top, height);
}

const isFault = (cause: string): boolean => cause === 'offline' || cause === 'disk' || cause === 'damaged' || cause === 'hub_off' || cause === 'clock';

/** Something failed here: slanted lines, so that it is not the colour alone that says it. */
function hatch(on: CanvasRenderingContext2D, { view, width, inks }: Sheet, span: Span, top: number, height: number): void {
  const from = Math.max(0, xOf(view, span.from, width));
  const to = Math.min(width, xOf(view, span.to, width));
  if (to <= from) return;
  on.save();
  on.beginPath();
  on.rect(from, top, Math.max(1, to - from), height);
  on.clip();
  on.strokeStyle = inks.fault;
  on.globalAlpha = 0.75;
  for (let x = Math.floor((from - height) / 7) * 7; x < to; x += 7) line(on, x, top + height, x + height, top);
  on.restore();
}

/** What is kept for somebody: a bracket under the lane. */
function kept(on: CanvasRenderingContext2D, { view, width, inks }: Sheet, span: Span, top: number, height: number): void {
  const from = Math.max(-4, xOf(view, span.from, width));
  const to = Math.min(width + 4, xOf(view, span.to, width));
  if (to < 0 || from > width) return;
  on.fillStyle = inks.text;
  on.fillRect(from, top + height - 3, Math.max(3, to - from), 3);
  for (const x of [from, to - 2]) on.fillRect(x, top + height - 11, 2, 11);
}

function nameOn(on: CanvasRenderingContext2D, { inks, font }: Sheet, name: string, top: number, height: number): void {
  on.font = `600 12px ${font}`;
  on.textAlign = 'left';
  const width = on.measureText(name).width;
  on.globalAlpha = 0.86;
  on.fillStyle = inks.surface;
  on.beginPath();
  on.roundRect(4, top + height / 2 - 9, width + 12, 18, 9);
  on.fill();
  on.globalAlpha = 1;
  on.fillStyle = inks.text;
  on.fillText(name, 10, top + height / 2 + 0.5);
}

function line(on: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  on.beginPath();
  on.moveTo(x1, y1);
  on.lineTo(x2, y2);
  on.stroke();
}
