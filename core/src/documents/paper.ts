import PDFDocument from 'pdfkit';
import type { Language } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';
import { fontFile, ink, looks, weights, type PaperLook, type PaperSize, type Weight } from './paper-look.ts';
import { qrDrawing, quietZone } from './qr-path.ts';

export interface PaperOptions {
  readonly size: PaperSize;
  readonly title: string;
  readonly language: Language;
  /** When it is made: the same words at the same instant are the same bytes. */
  readonly at: Instant;
  /** At the foot of every page, left of its number. */
  readonly footer?: string;
}
export interface WordsLook {
  /** Points. */
  readonly size?: number;
  readonly weight?: Weight;
  readonly color?: string;
  readonly align?: 'left' | 'center' | 'right';
  /** Where, and how wide, when not at the cursor over the whole width. */
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  /** Space after it, points. */
  readonly after?: number;
}
export interface Column {
  readonly heading: string;
  /** Share of the width. */
  readonly share: number;
  readonly align?: 'left' | 'right';
}

/**
 * A document to print: pages of Be Vietnam Pro, with a cursor that walks down and turns the page by itself.
 * Coordinates are points from the top left corner.
 */
export class Paper {
  readonly look: PaperLook;
  readonly #doc: PDFKit.PDFDocument;
  readonly #done: Promise<Buffer>;
  readonly #footer: string | undefined;

  constructor({ size, title, language, at, footer }: PaperOptions) {
    this.look = looks[size];
    this.#footer = footer;
    const { margin, small } = this.look;
    this.#doc = new PDFDocument({
      size, margins: { top: margin, left: margin, right: margin, bottom: margin + (footer === undefined ? 0 : small * 2) }, bufferPages: true, pdfVersion: '1.7', lang: language === 'vi' ? 'vi-VN' : 'en',
      displayTitle: true, info: { Title: title, Author: 'Mắt Phố', Creator: 'Mắt Phố', Producer: 'Mắt Phố', CreationDate: new Date(at), ModDate: new Date(at) }, font: '',
    });
    this.#done = collect(this.#doc);
    for (const weight of Object.keys(weights) as Weight[]) this.#doc.registerFont(weight, fontFile(weight));
  }

  get width(): number { return this.#doc.page.width; }
  get height(): number { return this.#doc.page.height; }
  /** Between the margins. */
  get innerWidth(): number { return this.width - 2 * this.look.margin; }
  get left(): number { return this.look.margin; }
  /** Where the next words go, from the top. */
  get y(): number { return this.#doc.y; }
  set y(y: number) { this.#doc.y = y; }

  title(text: string, look: WordsLook = {}): this { return this.words(text, { size: this.look.title, weight: 'bold', after: this.look.gap, ...look }); }
  heading(text: string, look: WordsLook = {}): this {
    this.#keep(this.look.heading + this.look.body * 3);
    return this.words(text, { size: this.look.heading, weight: 'bold', color: ink.accent, after: this.look.gap / 3, ...look });
  }
  body(text: string, look: WordsLook = {}): this { return this.words(text, { after: this.look.gap, ...look }); }
  small(text: string, look: WordsLook = {}): this { return this.words(text, { size: this.look.small, color: ink.quiet, ...look }); }

  /** A paragraph. Diacritics are stacked: lines need half a letter's height between them. */
  words(text: string, { size = this.look.body, weight = 'regular', color = ink.text, align = 'left', x = this.left, y, width = this.innerWidth, after = 0 }: WordsLook = {}): this {
    this.#doc.font(weight).fontSize(size).fillColor(color).text(text.normalize('NFC'), x, y ?? this.y, { width, align, lineGap: size * 0.18, features: plain });
    this.#doc.x = this.left;
    this.#doc.y += after;
    return this;
  }
  /** How high `words` would be. */
  heightOf(text: string, { size = this.look.body, weight = 'regular', width = this.innerWidth }: WordsLook = {}): number {
    return this.#doc.font(weight).fontSize(size).heightOfString(text.normalize('NFC'), { width, lineGap: size * 0.18, features: plain });
  }

  /** A label, and under it what is filled in. */
  field(label: string, value: string, look: WordsLook = {}): this {
    const { size = this.look.body, ...place } = look;
    this.#keep(size * 3);
    this.small(label, place);
    return this.words(value, { weight: 'medium', after: this.look.gap * 0.7, size, ...place, y: this.y });
  }

  gap(points = this.look.gap): this { this.#doc.y += points; return this; }
  rule({ x = this.left, width = this.innerWidth, color = ink.line }: { readonly x?: number; readonly width?: number; readonly color?: string } = {}): this {
    this.#doc.moveTo(x, this.y).lineTo(x + width, this.y).lineWidth(0.75).strokeColor(color).stroke();
    return this;
  }
  /** A quiet box, drawn before what stands in it. */
  box({ x, y, width, height }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }, color: string = ink.line): this {
    this.#doc.roundedRect(x, y, width, height, 8).lineWidth(1).strokeColor(color).stroke();
    return this;
  }

  /** Black on white with its quiet zone; `size` is the whole side. The cursor does not move. */
  qr(text: string, { x, y, size }: { readonly x: number; readonly y: number; readonly size: number }): this {
    const { modules, path } = qrDrawing(text);
    const unit = size / (modules + 2 * quietZone);
    this.#doc.save().translate(x + quietZone * unit, y + quietZone * unit).scale(unit).path(path).fill('#000000').restore();
    return this;
  }

  /** The mark: a street lamp whose light is an eye. */
  mark({ x, y, size }: { readonly x: number; readonly y: number; readonly size: number }): this {
    this.#doc.save().translate(x, y).scale(size / 64).roundedRect(0, 0, 64, 64, 14).fill(ink.accent);
    this.#doc.path('M18 54V20a10 10 0 0 1 10-10h6a8 8 0 0 1 8 8v2M12 54h12').lineWidth(4.5).lineCap('round').stroke(ink.white);
    this.#doc.path('M27 33c4-7 9-10 15-10s11 3 15 10c-4 7-9 10-15 10s-11-3-15-10z').fill(ink.light);
    this.#doc.circle(42, 33, 5.5).fill(ink.accent).circle(44, 31, 1.7).fill(ink.white).restore();
    return this;
  }

  /** Rows under headings that come again on every page. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[]): this {
    const total = columns.reduce((sum, { share }) => sum + share, 0);
    const widths = columns.map(({ share }) => (this.innerWidth * share) / total);
    const line = (cells: readonly string[], weight: Weight, color: string): void => {
      const pad = this.look.gap / 2;
      const high = Math.max(...cells.map((cell, i) => this.heightOf(cell, { size: this.look.small, weight, width: (widths[i] ?? 0) - pad })));
      if (this.#keep(high + pad) && weight === 'regular') head();
      const top = this.y;
      let x = this.left;
      for (const [i, cell] of cells.entries()) {
        this.words(cell, { size: this.look.small, weight, color, x, y: top, width: (widths[i] ?? 0) - pad, align: columns[i]?.align ?? 'left' });
        x += widths[i] ?? 0;
      }
      this.y = top + high + pad / 2;
      this.rule().gap(pad / 2);
    };
    const head = (): void => line(columns.map(({ heading }) => heading), 'bold', ink.quiet);
    head();
    for (const row of rows) line(row, 'regular', ink.text);
    return this.gap();
  }

  newPage(): this { this.#doc.addPage(); return this; }

  /** Closes it; nothing can be added. */
  async finish(): Promise<Buffer> {
    if (this.#footer !== undefined) this.#number(this.#footer);
    this.#doc.end();
    return await this.#done;
  }

  /** Turns the page unless this much still fits on it. */
  #keep(points: number): boolean {
    if (this.y + points <= this.height - this.#doc.page.margins.bottom) return false;
    this.#doc.addPage();
    return true;
  }
  #number(footer: string): void {
    const { start, count } = this.#doc.bufferedPageRange();
    for (let i = start; i < start + count; i += 1) {
      this.#doc.switchToPage(i);
      // Below the margin pdfkit would turn the page.
      this.#doc.page.margins.bottom = 0;
      const y = this.height - this.look.margin - this.look.small;
      this.small(footer, { y, width: this.innerWidth - 48 });
      if (count > 1) this.small(`${i + 1} / ${count}`, { y, x: this.width - this.look.margin - 48, width: 48, align: 'right' });
    }
  }
}

/** No ligatures: a reader that copies the text gets the letters. Kerning and the marks on vowels stay. */
const plain: PDFKit.Mixins.OpenTypeFeatures[] = ['kern', 'mark', 'mkmk', 'ccmp', 'locl'];

function collect(doc: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.once('end', () => resolve(Buffer.concat(parts)));
    doc.once('error', reject);
  });
}
