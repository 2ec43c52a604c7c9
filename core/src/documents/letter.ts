import type { Language, Text } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';
import { Paper } from './paper.ts';

/** A month of one household in words; the caller has put codes into words. */
export interface Letter {
  readonly hubName: string;
  readonly ownerName: string;
  /** `10/2026` */
  readonly month: string;
  readonly views: number;
  readonly seconds: number;
  readonly officers: number;
  readonly cameras: number;
  readonly emergencies: number;
  readonly refusedTries: number;
  readonly asksNotAgreed: number;
  readonly lines: readonly { readonly unit: string; readonly officerNo: string; readonly what: Text; readonly purpose: Text | null; readonly views: number; readonly seconds: number }[];
  readonly longest: { readonly camera: string; readonly at: string; readonly seconds: number } | undefined;
  /** The log as it stood when the letter was made. */
  readonly seal: { readonly size: number; readonly root: string; readonly at: string };
  readonly madeAt: Instant;
}

/** The monthly letter (thư tháng), A4: in the reader's language first, the other one after it. */
export async function letterPaper(letter: Letter, first: Language): Promise<Buffer> {
  const paper = new Paper({ size: 'A4', title: words(first).title(letter.month), language: first, at: letter.madeAt, footer: words(first).footer(letter.hubName) });
  side(paper, letter, first);
  side(paper.newPage(), letter, first === 'vi' ? 'en' : 'vi');
  return paper.finish();
}

function side(paper: Paper, letter: Letter, language: Language): void {
  const say = words(language);
  const { look } = paper;
  paper.mark({ x: paper.left, y: paper.y, size: 34 });
  paper.words(letter.hubName, { x: paper.left + 44, y: paper.y + 8, size: look.body, weight: 'medium' }).gap(look.gap * 1.6);
  paper.title(say.title(letter.month)).body(say.dear(letter.ownerName));
  for (const sentence of say.story(letter)) paper.body(sentence);
  if (letter.lines.length > 0) {
    paper.heading(say.who);
    paper.table([{ heading: say.unit, share: 2.9 }, { heading: say.number, share: 1.2 }, { heading: say.what, share: 4.4 }, { heading: say.times, share: 0.9, align: 'right' }, { heading: say.long, share: 1.6, align: 'right' }],
      letter.lines.map((line) => [line.unit, line.officerNo, line.purpose ? `${line.what[language]}: ${line.purpose[language]}` : line.what[language], String(line.views), say.span(line.seconds)]));
  }
  paper.heading(say.refusals).body(say.refused(letter.refusedTries, letter.asksNotAgreed));
  paper.heading(say.seal).body(say.sealed(letter.seal.size, letter.seal.at), { after: look.gap / 2 }).words(letter.seal.root, { size: look.small, weight: 'medium', after: look.gap });
  paper.small(say.end);
}

interface Words {
  readonly who: string; readonly unit: string; readonly number: string; readonly what: string; readonly times: string; readonly long: string;
  readonly refusals: string; readonly seal: string; readonly end: string;
  title(month: string): string;
  dear(owner: string): string;
  story(letter: Letter): readonly string[];
  refused(tries: number, asks: number): string;
  sealed(size: number, at: string): string;
  span(seconds: number): string;
  footer(hub: string): string;
}
const many = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;

function words(language: Language): Words {
  return language === 'vi' ? vietnamese : english;
}
const vietnamese: Words = {
  title: (month) => `Thư tháng ${month}`, dear: (owner) => `Gửi ${owner},`,
  story: ({ month, views, seconds, officers, cameras, emergencies, longest }) => [
    views === 0 ? `Trong tháng ${month}, không ai ngoài nhà bạn xem camera của bạn.`
      : `Trong tháng ${month}, người ngoài nhà bạn đã xem camera của bạn ${views} lượt, tổng cộng ${vietnamese.span(seconds)}. Đó là ${officers} cán bộ, với ${cameras} camera.`,
    ...(emergencies > 0 ? [`Trong đó có ${emergencies} lượt xem khẩn cấp. Mỗi lần như vậy phải có hai người và được xem xét lại trong 72 giờ.`] : []),
    ...(longest ? [`Lượt dài nhất: camera ${longest.camera}, ${longest.at}, ${vietnamese.span(longest.seconds)}.`] : []),
  ],
  who: 'Ai đã xem, để làm gì', unit: 'Đơn vị', number: 'Số hiệu', what: 'Việc và mục đích', times: 'Lượt', long: 'Thời gian',
  refusals: 'Những lần không xem được',
  refused: (tries, asks) => (tries + asks === 0 ? 'Không có lần nào bị từ chối.' : `Hub từ chối ${tries} lần thử xem, và ${asks} yêu cầu không được nhà bạn đồng ý. Thư này không ghi ai; trong sổ của bạn có đủ.`),
  seal: 'Dấu niêm phong của sổ',
  sealed: (size, at) => `Khi lập thư này (${at}), sổ có ${size} dòng. Nếu sau này ai sửa hay xoá một dòng, dấu dưới đây sẽ không còn khớp:`,
  span: (seconds) => (seconds < 60 ? `${seconds} giây` : seconds < 3_600 ? `${Math.round(seconds / 60)} phút` : `${Math.floor(seconds / 3_600)} giờ ${Math.round((seconds % 3_600) / 60)} phút`),
  end: 'Bạn xem từng lượt ở mục “Ai đã xem” trên hub, và có thể dừng chia sẻ bất cứ lúc nào mà không cần nêu lý do.',
  footer: (hub) => `${hub} · Thư tháng · Monthly letter`,
};
const english: Words = {
  title: (month) => `The letter for ${month}`, dear: (owner) => `To ${owner},`,
  story: ({ month, views, seconds, officers, cameras, emergencies, longest }) => [
    views === 0 ? `In ${month}, nobody outside your home watched your cameras.`
      : `In ${month}, people from outside your home looked at your cameras ${many(views, 'time', 'times')}, ${english.span(seconds)} in all: ${many(officers, 'officer', 'officers')}, ${many(cameras, 'camera', 'cameras')}.`,
    ...(emergencies > 0 ? [`${many(emergencies, 'of these looks was', 'of these looks were')} in an emergency. Each of those needs two people and is reviewed within 72 hours.`] : []),
    ...(longest ? [`The longest look: the camera ${longest.camera}, ${longest.at}, ${english.span(longest.seconds)}.`] : []),
  ],
  who: 'Who looked, and for what', unit: 'Unit', number: 'Number', what: 'What for', times: 'Looks', long: 'Time',
  refusals: 'What came to nothing',
  refused: (tries, asks) => (tries + asks === 0 ? 'Nothing was refused.' : `The hub refused ${many(tries, 'try', 'tries')} to look, and your home did not agree to ${many(asks, 'request', 'requests')}. This letter names nobody; your ledger has all of it.`),
  seal: 'The ledger\'s seal',
  sealed: (size, at) => `When this letter was made (${at}), the ledger had ${size} lines. Should anybody change or remove one later, this seal will no longer fit:`,
  span: (seconds) => (seconds < 60 ? `${seconds} s` : seconds < 3_600 ? `${Math.round(seconds / 60)} min` : `${Math.floor(seconds / 3_600)} h ${Math.round((seconds % 3_600) / 60)} min`),
  end: 'Every look is under “Who watched” on the hub, and you can stop sharing at any time without a reason.',
  footer: (hub) => `${hub} · Monthly letter · Thư tháng`,
};
