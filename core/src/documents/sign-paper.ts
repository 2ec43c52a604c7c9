import type { Text } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';
import { ink } from './paper-look.ts';
import { Paper, type WordsLook } from './paper.ts';

export interface SignPaper {
  readonly size: 'A4' | 'A5';
  /** Whom it names, as she chose to print it. */
  readonly responsible: string;
  readonly contact: string;
  readonly purposes: readonly Text[];
  /** How long pictures are kept; null when nothing is recorded. */
  readonly keptDays: number | null;
  /** What the QR code leads to. */
  readonly link: string;
  readonly notAdvice: Text;
  readonly at: Instant;
}

/** The sign in the street (biển thông báo có camera): read from two metres in Vietnamese, English small beside it. One page. */
export async function signPaper({ size, responsible, contact, purposes, keptDays, link, notAdvice, at }: SignPaper): Promise<Buffer> {
  const paper = new Paper({ size, title: 'Biển thông báo có camera', language: 'vi', at });
  const { left, innerWidth, width, height, look } = paper;
  const scale = width / 595.28;
  const mark = 96 * scale;
  paper.mark({ x: (width - mark) / 2, y: look.margin, size: mark });
  paper.words('Khu vực có camera', { size: 46 * scale, weight: 'bold', align: 'center', y: look.margin + mark + 16 * scale, color: ink.accent });
  paper.words('Camera in use here', { size: 17 * scale, align: 'center', color: ink.quiet, after: 20 * scale });
  paper.rule({ color: ink.accent }).gap(18 * scale);

  const fact = (vi: string, en: string, value: Text): void => {
    const label = 150 * scale;
    const top = paper.y;
    paper.words(vi, { size: 13 * scale, weight: 'bold', x: left, y: top, width: label });
    paper.words(en, { size: 10.5 * scale, color: ink.quiet, x: left, width: label });
    const under = paper.y;
    paper.words(value.vi, { size: 20 * scale, weight: 'medium', x: left + label, y: top - 4 * scale, width: innerWidth - label });
    if (value.en !== value.vi) paper.words(value.en, { size: 11.5 * scale, color: ink.quiet, x: left + label, width: innerWidth - label });
    paper.y = Math.max(paper.y, under) + 19 * scale;
  };
  fact('Để làm gì', 'Purpose', { vi: sentence(purposes.map(({ vi }) => vi)), en: sentence(purposes.map(({ en }) => en)) });
  fact('Ai chịu trách nhiệm', 'Responsible', { vi: responsible, en: responsible });
  fact('Giữ hình bao lâu', 'Kept for', keptDays === null ? { vi: 'Không ghi hình, chỉ xem trực tiếp', en: 'Nothing is recorded' } : { vi: `${keptDays} ngày, rồi tự xoá`, en: keptDays === 1 ? '1 day, then erased' : `${keptDays} days, then erased` });
  fact('Liên hệ', 'Contact', { vi: contact, en: contact });

  const code = 172 * scale;
  const beside = { x: left + code + 18 * scale, width: innerWidth - code - 34 * scale };
  const lines: readonly (readonly [string, WordsLook])[] = [
    ['Cửa nhà bạn lọt vào khung hình?', { size: 17 * scale, weight: 'bold' }],
    ['Quét mã để xin che phần đó, hỏi thêm hoặc khiếu nại. Không cần tài khoản. Hoặc liên hệ như trên.', { size: 13 * scale }],
    ['Công an chỉ xem được khi chủ camera cho phép, hoặc khi luật buộc bằng văn bản.', { size: 12 * scale }],
    ['Scan to ask for a mask, to ask or to complain. Police see pictures only when the owner allows it, or the law demands it in writing.', { size: 9.5 * scale, color: ink.quiet }],
  ];
  const between = 5 * scale;
  const textHeight = lines.reduce((sum, [text, style]) => sum + paper.heightOf(text, { ...style, width: beside.width }) + between, -between);
  const boxHeight = Math.max(code + 8 * scale, textHeight + 28 * scale);
  const top = height - look.margin - boxHeight - 26 * scale;
  paper.box({ x: left, y: top, width: innerWidth, height: boxHeight }, ink.line);
  paper.qr(link, { x: left + 4 * scale, y: top + (boxHeight - code) / 2, size: code });
  paper.y = top + (boxHeight - textHeight) / 2;
  for (const [text, style] of lines) paper.words(text, { ...style, ...beside, after: between });
  paper.words(`Mắt Phố. ${notAdvice.vi} ${notAdvice.en}`, { size: 9 * scale, color: ink.quiet, align: 'center', y: height - look.margin - 13 * scale });
  return await paper.finish();
}

const sentence = (parts: readonly string[]): string => parts.join(', ').replace(/^./u, (first) => first.toLocaleUpperCase('vi'));
