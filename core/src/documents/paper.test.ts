import jsqr from 'jsqr';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, test } from 'vitest';
import { Paper } from './paper.ts';
import { qrDrawing, quietZone } from './qr-path.ts';
import { signPaper, type SignPaper } from './sign-paper.ts';
import { slipPaper, type SlipPaper } from './slip-paper.ts';

const notAdvice = { vi: 'Thông tin chung, không phải tư vấn pháp lý.', en: 'General information, not legal advice.' };
const sign: SignPaper = {
  size: 'A4', responsible: 'Nhà bà Nguyễn Thị Lan, 12 Lý Bôn', contact: '0912 345 678', keptDays: 7, link: 'https://matpho.local:8443/s/AbCdEfGhIjKlMnOpQrStUv', notAdvice, at: 1_790_000_000_000,
  purposes: [{ vi: 'giữ tài sản và nhà cửa', en: 'to protect the home and what is in it' }, { vi: 'biết ai ra vào cổng', en: 'to see who comes and goes' }],
};
const slip: SlipPaper = {
  language: 'vi', to: 'Công an phường Bồ Xuyên', sentence: 'Bạn cho phép “Công an phường Bồ Xuyên” xin từng lần xem lại camera “Cổng trước”. Muốn dừng lúc nào cũng được.', signedBy: 'Nguyễn Thị Lan', signedAt: '14:05 22/11/2026',
  from: '14:05 22/11/2026', until: '14:05 20/02/2027', stoppedAt: undefined, link: 'https://matpho.local:8443/grant/AbCdEfGhIjKlMnOpQrStUv', receipt: 'MP-3F9A-77C1-0021-AB3F', notAdvice, at: 1_790_000_000_000,
};
interface Page { readonly width: number; readonly height: number; readonly text: string }
/** What another reader finds: page sizes in millimetres, and the words as they would be copied. */
async function read(pdf: Buffer): Promise<{ readonly pages: readonly Page[]; readonly info: Record<string, unknown> }> {
  const opened = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const pages: Page[] = [];
  for (let i = 1; i <= opened.numPages; i += 1) {
    const page = await opened.getPage(i);
    const { width, height } = page.getViewport({ scale: 1 });
    const { items } = await page.getTextContent();
    pages.push({ width: Math.round((width / 72) * 25.4), height: Math.round((height / 72) * 25.4), text: items.map((item) => ('str' in item ? item.str : '')).join(' ').replaceAll(/\s+/g, ' ').normalize('NFC') });
  }
  return { pages, info: (await opened.getMetadata()).info as Record<string, unknown> };
}
/** Its types are those of a module with a default inside; what is loaded is the function itself. */
const readQr = jsqr as unknown as typeof jsqr.default;
/** The modules as they stand on paper, eight dots each, and what a telephone makes of them. */
function scanned(text: string): string | undefined {
  const { modules, path } = qrDrawing(text);
  const side = (modules + 2 * quietZone) * 8;
  const dots = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y, wide] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = 0; row < 8; row += 1) for (let column = 0; column < Number(wide) * 8; column += 1) {
      const at = (((Number(y) + quietZone) * 8 + row) * side + (Number(x) + quietZone) * 8 + column) * 4;
      dots.fill(0, at, at + 3);
    }
  }
  return readQr(dots, side, side)?.data;
}

describe('the sign', () => {
  test.each([['A4', 210, 297], ['A5', 148, 210]] as const)('%s is one page of its size and says what it must, with every accent', async (size, width, height) => {
    const { pages } = await read(await signPaper({ ...sign, size }));
    expect(pages.map((page) => [page.width, page.height])).toEqual([[width, height]]);
    const missing = ['Khu vực có camera', 'Giữ tài sản và nhà cửa, biết ai ra vào cổng', 'Nhà bà Nguyễn Thị Lan, 12 Lý Bôn', '7 ngày, rồi tự xoá', '0912 345 678', 'Cửa nhà bạn lọt vào khung hình?', 'Công an chỉ xem được khi chủ camera cho phép', 'Camera in use here', notAdvice.vi, notAdvice.en]
      .filter((words) => !pages[0]?.text.includes(words));
    expect(missing).toEqual([]);
  });
  test('stays one page with the longest words that may be printed', async () => {
    const long = 'Doanh nghiệp tư nhân thương mại và dịch vụ Nguyễn Thị Phương Thảo, số 125 đường Trần Hưng Đạo, phường Bồ Xuyên, Thái Bình';
    const { pages } = await read(await signPaper({ ...sign, size: 'A5', responsible: long.slice(0, 120), contact: long.slice(0, 120), purposes: [...sign.purposes, { vi: 'góp phần giữ trật tự chung', en: 'to help keep order in the street' }] }));
    expect(pages.length).toBe(1);
  });
  test('says that nothing is kept where nothing is recorded', async () => {
    const { pages } = await read(await signPaper({ ...sign, keptDays: null }));
    expect(pages[0]?.text).toContain('Không ghi hình, chỉ xem trực tiếp');
  });
});

describe('the slip', () => {
  test('is A6: in front who, how long and how to stop; on the back the sentence as it was signed', async () => {
    const { pages, info } = await read(await slipPaper(slip));
    expect([pages.map((page) => [page.width, page.height]), info['Title']]).toEqual([[[105, 148], [105, 148]], 'Phiếu cho phép chia sẻ camera']);
    const missing = ['Công an phường Bồ Xuyên', '14:05 20/02/2027', 'Muốn dừng thì làm gì?', 'Dừng không cần lý do và có hiệu lực ngay.', 'Nguyễn Thị Lan đồng ý lúc 14:05 22/11/2026.', 'MP-3F9A-77C1-0021-AB3F', notAdvice.vi].filter((words) => !pages[0]?.text.includes(words));
    expect([missing, pages[1]?.text.includes(slip.sentence)]).toEqual([[], true]);
  });
  test('speaks English, and says when it was stopped', async () => {
    const { pages } = await read(await slipPaper({ ...slip, language: 'en', stoppedAt: '09:00 01/12/2026' }));
    expect([pages[0]?.text.includes('How to stop it'), pages[0]?.text.includes('Stopped at 09:00 01/12/2026.')]).toEqual([true, true]);
  });
  test('runs on when the sentence is long, and loses nothing of it', async () => {
    const sentence = Array.from({ length: 300 }, (_, i) => `camera số ${i} ở ngõ Bồ Xuyên`).join(', ');
    const { pages } = await read(await slipPaper({ ...slip, sentence }));
    expect([pages.length > 3, pages.slice(1).map(({ text }) => text.replace(/ ?Mắt Phố · Số biên nhận \S+ ?(\d+ \/ \d+)?/, '').trim()).join(' ')]).toEqual([true, `Lời bạn đã đồng ý ${sentence}`]);
  });
});

describe('paper', () => {
  test('of the same words at the same instant is the same bytes', async () => {
    const [one, two] = await Promise.all([signPaper(sign), signPaper(sign)]);
    expect([one.equals(two), one.equals(await signPaper({ ...sign, at: sign.at + 60_000 }))]).toEqual([true, false]);
  });
  test('repeats a table\'s headings on every page and numbers them', async () => {
    const paper = new Paper({ size: 'A4', title: 'Thư', language: 'vi', at: 0, footer: 'Thư tháng 11' });
    paper.title('Thư tháng 11').table([{ heading: 'Ngày', share: 1 }, { heading: 'Ai', share: 3 }], Array.from({ length: 90 }, (_, i) => [`${i}`, `Công an phường, lần ${i}`]));
    const { pages } = await read(await paper.finish());
    expect([pages.length > 1, pages.every(({ text }, i) => text.includes('Ngày Ai') && text.includes(`Thư tháng 11`) && text.includes(`${i + 1} / ${pages.length}`)), pages.map(({ text }) => text).join(' ').match(/lần \d+/g)?.length]).toEqual([true, true, 90]);
  });
  test.each([sign.link, slip.link, `https://một-tên-dài.example.vn:8443/s/${'x'.repeat(43)}`])('has a QR code that a telephone reads: %s', (link) => {
    expect(scanned(link)).toBe(link);
  });
});
