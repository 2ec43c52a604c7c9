import type { Language, Text } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';
import { ink } from './paper-look.ts';
import { Paper } from './paper.ts';

export interface SlipPaper {
  readonly language: Language;
  readonly to: string;
  /** As it was signed. */
  readonly sentence: string;
  readonly signedBy: string;
  /** Said in words: `14:05 22/11/2026`. */
  readonly signedAt: string;
  readonly from: string;
  readonly until: string;
  /** Undefined while it is in force. */
  readonly stoppedAt: string | undefined;
  /** The page with the button that stops it. */
  readonly link: string;
  readonly receipt: string;
  readonly notAdvice: Text;
  readonly at: Instant;
}
const words = {
  vi: {
    title: 'Phiếu cho phép chia sẻ camera', to: 'Cho phép', from: 'Từ', until: 'Đến hết', signed: (by: string, at: string) => `${by} đồng ý lúc ${at}.`, stopped: (at: string) => `Đã dừng chia sẻ lúc ${at}.`,
    stop: 'Muốn dừng thì làm gì?', ways: ['Quét mã này rồi bấm “Dừng chia sẻ”.', 'Hoặc nhờ một người lớn trong nhà bấm giúp.', 'Hoặc đưa phiếu này cho người trông hub và nói: “Dừng”.'], free: 'Dừng không cần lý do và có hiệu lực ngay.', terms: 'Lời bạn đã đồng ý', phone: 'Điện thoại người giúp bạn dừng (tự ghi vào):', receipt: 'Số biên nhận',
  },
  en: {
    title: 'Slip: sharing a camera', to: 'Allowed to', from: 'From', until: 'Until', signed: (by: string, at: string) => `Agreed by ${by}, ${at}.`, stopped: (at: string) => `Stopped at ${at}.`,
    stop: 'How to stop it', ways: ['Scan this code and press “Stop sharing”.', 'Or ask any adult of the house to press it.', 'Or hand this slip to whoever looks after the hub and say: “Stop”.'], free: 'Stopping needs no reason and works at once.', terms: 'What you agreed to', phone: 'Telephone of whoever helps you stop it (write it here):', receipt: 'Receipt',
  },
} as const;

/** A6, for the paper folder. In front: what she allowed, until when, and how to stop it; on the back, and further if it is long, the sentence she signed. */
export async function slipPaper(slip: SlipPaper): Promise<Buffer> {
  const said = words[slip.language];
  const paper = new Paper({ size: 'A6', title: said.title, language: slip.language, at: slip.at, footer: `Mắt Phố · ${said.receipt} ${slip.receipt}` });
  const { left, innerWidth, look } = paper;
  paper.mark({ x: left, y: look.margin, size: 28 });
  paper.words(said.title, { size: 13.5, weight: 'bold', color: ink.accent, x: left + 36, y: look.margin + 4, width: innerWidth - 36 });
  paper.y = Math.max(paper.y, look.margin + 28) + 12;
  paper.field(said.to, slip.to, { size: 13 });
  const half = innerWidth / 2;
  const top = paper.y;
  paper.field(said.from, slip.from, { size: 10.5, width: half - 4 });
  paper.field(said.until, slip.until, { size: 10.5, x: left + half, y: top, width: half });
  if (slip.stoppedAt !== undefined) paper.words(said.stopped(slip.stoppedAt), { size: 10.5, weight: 'bold', after: look.gap });

  const code = 112;
  const boxTop = paper.y + 4;
  const text = { x: left + code + 4, width: innerWidth - code - 12 };
  paper.words(said.stop, { ...text, size: 11, weight: 'bold', y: boxTop + 10, after: 4 });
  for (const way of said.ways) paper.words(way, { ...text, size: 8.8, after: 3.5 });
  const boxHeight = Math.max(code + 6, paper.y - boxTop + 7);
  paper.box({ x: left, y: boxTop, width: innerWidth, height: boxHeight }, ink.accent);
  paper.qr(slip.link, { x: left + 2, y: boxTop + (boxHeight - code) / 2, size: code });
  paper.y = boxTop + boxHeight + 9;
  paper.words(said.free, { size: 9.5, weight: 'medium', after: 12 });
  paper.small(said.phone);
  paper.gap(16).rule().gap(12);
  paper.small(said.signed(slip.signedBy, slip.signedAt), { after: 2 });
  paper.small(slip.notAdvice[slip.language]);

  paper.newPage().heading(said.terms, { size: 11 });
  paper.body(slip.sentence);
  return await paper.finish();
}
