import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { expect, it } from 'vitest';
import { letterPaper, type Letter } from './letter.ts';

const letter: Letter = {
  hubName: 'Mắt Phố · ngõ 12', ownerName: 'Nhà bà Nguyễn Thị Lan', month: '10/2026', views: 3, seconds: 3_725, officers: 2, cameras: 1, emergencies: 1, refusedTries: 2, asksNotAgreed: 1, madeAt: 1_790_000_000_000,
  longest: { camera: 'Cổng trước', at: '22:10 05/10/2026', seconds: 65 }, seal: { size: 1_204, root: 'rootOfTheLog=', at: '08:00 01/11/2026' },
  lines: [{ unit: 'Công an phường Bồ Xuyên', officerNo: '217-482', what: { vi: 'xem trực tiếp', en: 'live view' }, purpose: { vi: 'điều tra tội phạm', en: 'a criminal investigation' }, views: 3, seconds: 3_725 }],
};
async function pages(pdf: Buffer): Promise<readonly string[]> {
  const opened = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  return Promise.all(Array.from({ length: opened.numPages }, async (_, i) => (await (await opened.getPage(i + 1)).getTextContent()).items.map((item) => ('str' in item ? item.str : '')).join(' ').replaceAll(/\s+/g, ' ').normalize('NFC')));
}

it('says in both languages how often, by whom, for what and how long, how much was refused without a name, and carries the seal', async () => {
  const [vi = '', en = ''] = await pages(await letterPaper(letter, 'vi'));
  for (const words of ['Thư tháng 10/2026', 'Gửi Nhà bà Nguyễn Thị Lan', '3 lượt, tổng cộng 1 giờ 2 phút', '1 lượt xem khẩn cấp', 'Công an phường Bồ Xuyên', '217-482', 'xem trực tiếp: điều tra tội phạm', 'Hub từ chối 2 lần thử xem, và 1 yêu cầu', 'sổ có 1204 dòng', 'rootOfTheLog=']) expect(vi).toContain(words);
  for (const words of ['The letter for 10/2026', '3 times, 1 h 2 min in all', 'live view: a criminal investigation', 'The hub refused 2 tries to look, and your home did not agree to 1 request.', 'rootOfTheLog=']) expect(en).toContain(words);
});
it('begins in the reader\'s language, is the same twice, and says plainly that nobody looked', async () => {
  const quiet = { ...letter, views: 0, seconds: 0, officers: 0, cameras: 0, emergencies: 0, refusedTries: 0, asksNotAgreed: 0, longest: undefined, lines: [] };
  const [first = '', second = ''] = await pages(await letterPaper(quiet, 'en'));
  expect([first.includes('nobody outside your home watched'), second.includes('không ai ngoài nhà bạn xem'), first.includes('Nothing was refused.'), (await letterPaper(letter, 'vi')).equals(await letterPaper(letter, 'vi'))]).toEqual([true, true, true, true]);
});
it('turns the page under many lines', async () => {
  const many = { ...letter, lines: Array.from({ length: 80 }, () => letter.lines[0]!) };
  expect((await pages(await letterPaper(many, 'vi'))).length).toBeGreaterThan(4);
});
