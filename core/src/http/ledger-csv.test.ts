import { expect, it } from 'vitest';
import { csvMark, csvRecord } from './ledger-csv.ts';

it('writes RFC 4180 records that run in no spreadsheet', () => {
  const record = csvRecord(['Cổng, sau', 'nói "vâng"', 'dòng\nmới', '=1+1', '+84', '-5', '@SUM(A1)', '\t=1', ' =1', '＝1', 'a;b', '', null, 12, -3, true]);
  expect(record).toBe('"Cổng, sau","nói ""vâng""","dòng\nmới",\'=1+1,\'+84,\'-5,\'@SUM(A1),\'\t=1,\' =1,\'＝1,"a;b",,,12,-3,true\r\n');
  expect(csvMark.codePointAt(0)).toBe(0xFEFF);
});
