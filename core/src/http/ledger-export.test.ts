import { expect, it } from 'vitest';
import type { LedgerLine } from '../consent/ledger.ts';
import { id, type AskId, type UnitId } from '../domain/ids.ts';
import { logFileName, logParts, type LogExport } from './ledger-export.ts';

const line = (i: number): LedgerLine => ({
  id: id(`v${i}`), camera: id('c'), camera_name: 'Cổng', owner: id('o'), person: id('p'), person_name: '=HYPERLINK("http://x")', unit: id<UnitId>('u'), unit_name: 'Công an, phường', officer_no: '217', route: 'R2', action: 'live', purpose: 'crime', case_no: '+12/2026', grant_id: null, footage_from: null, footage_to: null,
  obligations: '{"maxHeight":720,"maxFps":15,"audio":false,"masks":["m"],"watermark":true,"store":"none"}', opened_at: Date.UTC(2026, 10, 21, 5) - i, closed_at: Date.UTC(2026, 10, 21, 6), end_reason: 'paused', seconds: 61, bytes: 9, mark: 'pixels', obligations_met: 1, ask: id<AskId>('a'), emergency: null, request: null, program: null,
});
const all = Array.from({ length: 1_200 }, (_, i) => line(i));
function wish(part: Partial<LogExport>): LogExport & { readonly pages: number[] } {
  const pages: number[] = [];
  return {
    side: 'owner', format: 'csv', language: 'vi', tz: 'Asia/Ho_Chi_Minh', at: Date.UTC(2026, 10, 22), filters: { purpose: 'crime' }, pages,
    page: async (before, limit) => {
      const from = before === undefined ? 0 : all.findIndex(({ id: viewing }) => viewing === before.viewing) + 1;
      const rows = all.slice(from, from + limit);
      pages.push(rows.length);
      return rows;
    },
    ...part,
  };
}
async function text(about: LogExport): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of logParts(about)) parts.push(part);
  return Buffer.concat(parts).toString();
}

it('goes out page by page, every line once, and runs in no spreadsheet', async () => {
  const about = wish({});
  const csv = await text(about);
  const records = csv.split('\r\n');
  expect([about.pages, records.length, csv.startsWith('\uFEFFMở lúc,Đóng lúc,'), records[1], records.at(-1)]).toEqual([[500, 500, 200], 1_202, true, '2026-11-21 12:00:00,2026-11-21 13:00:00,61,Cổng,"\'=HYPERLINK(""http://x"")","Công an, phường",217,xem trực tiếp,điều tra tội phạm,\'+12/2026,R2 bạn đồng ý lần đó,,,720,không,1,pixels,có,bạn tạm dừng,1795237200000.v0'.replace('1795237200000', String(Date.UTC(2026, 10, 21, 5))), '']);
});
it('is JSON that says what was asked for', async () => {
  const json = JSON.parse(await text(wish({ format: 'json' }))) as { filters: unknown; rows: { viewing: string; masks: number; endReason: string }[] };
  expect([json.filters, json.rows.length, new Set(json.rows.map(({ viewing }) => viewing)).size, json.rows[0]?.masks, json.rows[0]?.endReason]).toEqual([{ purpose: 'crime' }, 1_200, 1_200, 1, 'paused']);
  expect(JSON.parse(await text(wish({ format: 'json', page: async () => [] })))).toMatchObject({ rows: [] });
});
it('tells a unit nothing of what a household did', async () => {
  const texts = await Promise.all((['officer', 'leader'] as const).flatMap((side) => (['csv', 'json'] as const).map((format) => text(wish({ side, format })))));
  expect(texts.map((each) => /paused|tạm dừng|endReason":"p/.test(each))).toEqual([false, false, false, false]);
});
it('is named by side and day', () => {
  expect([logFileName(wish({})), logFileName(wish({ side: 'leader', format: 'json' }))]).toEqual(['so-truy-cap-2026-11-22.csv', 'nhat-ky-don-vi-2026-11-22.json']);
});
