import type { LogFaultKind } from '../proof/index.ts';

/** What the command says, in both languages. Where a sentence has a place for a number, `{n}`. */
export interface Words {
  readonly usage: string;
  readonly unreadable: string;
  readonly sound: string;
  readonly counted: string;
  readonly erased: string;
  readonly keyOfFile: string;
  readonly keyGiven: string;
  readonly continues: string;
  readonly noOlder: string;
  readonly database: string;
  readonly databaseSound: string;
  readonly proofSound: string;
  readonly needsKey: string;
  readonly faulty: string;
  readonly where: { readonly entry: string; readonly camera: string; readonly line: string };
  readonly faults: Readonly<Record<LogFaultKind | 'no-entry' | 'not-included', string>>;
  readonly damage: Readonly<Record<string, string>>;
}

const vi: Words = {
  usage: 'Cách dùng: matpho verify-log <tệp sổ | thư mục dữ liệu của hub> [--key <khoá>] [--checkpoint <tệp dấu niêm phong cũ>]',
  unreadable: 'Không đọc được {path}: {why}',
  sound: 'Sổ nguyên vẹn: {entries} dòng, đúng như hub đã ký.',
  counted: 'Trong đó {own} dòng của bạn, {bodies} nội dung khớp với dòng của nó, {cameras} camera không thiếu dòng nào.',
  erased: '{erased} nội dung đã được xoá theo quy định, và sổ có ghi việc xoá.',
  keyOfFile: 'Chữ ký được kiểm tra bằng khoá ghi trong chính tệp này: {key}\nHãy so khoá đó với khoá trên điện thoại của bạn, hoặc đưa khoá bằng --key.',
  keyGiven: 'Chữ ký được kiểm tra bằng khoá bạn đưa.',
  continues: 'Sổ nối tiếp đúng dấu niêm phong cũ ({continues} dòng): không dòng cũ nào bị sửa hay mất.',
  noOlder: 'Chưa so với dấu niêm phong cũ (--checkpoint), nên chưa biết sổ có bị thay bằng một bản cũ hơn không.',
  database: 'Kiểm tra cơ sở dữ liệu của hub: từng dòng, nội dung, nút của cây và mọi dấu niêm phong.',
  databaseSound: 'Sổ nguyên vẹn: {entries} dòng. Mã gốc: {root}',
  proofSound: 'Dòng {seq} có trong sổ {size} dòng mà hub đã ký:\n{entry}',
  needsKey: 'Cần khoá của hub: --key <khoá>.',
  faulty: 'SỔ KHÔNG KHỚP.',
  where: { entry: 'Ở dòng {n} của sổ (đếm từ 0).', camera: 'Camera {camera}, số thứ tự {n}.', line: 'Dòng {n} của tệp.' },
  faults: {
    'not-a-log': 'Tệp này không phải sổ của Mắt Phố.', 'malformed': 'Có chỗ không đọc được như một dòng của sổ.', 'cut-short': 'Tệp bị thiếu phần cuối.', 'too-long': 'Có dòng thêm vào sau chỗ hub đã ký.',
    'other-key': 'Sổ được ký bằng một khoá khác với khoá bạn tin.', 'not-signed': 'Dấu niêm phong không có chữ ký của hub này.', 'forged': 'Chữ ký trên dấu niêm phong là giả, hoặc dấu đã bị sửa.',
    'not-as-signed': 'Các dòng không cho ra đúng mã gốc mà hub đã ký: có dòng bị sửa, thêm, bớt hoặc đổi chỗ.', 'tile': 'Một trong 256 dòng từ đây không còn như lúc ghi.', 'entry': 'Một dòng bị sửa: nó không còn đúng dạng.',
    'camera-count': 'Số thứ tự của một camera bị nhảy: thiếu hoặc đổi chỗ dòng.', 'body': 'Nội dung không khớp với dòng của nó: nội dung hoặc muối đã bị sửa.', 'erased-unrecorded': 'Một nội dung bị mất mà sổ không ghi là đã xoá.',
    'rolled-back': 'Sổ ngắn hơn dấu niêm phong bạn giữ: hub đã bị thay bằng một bản cũ.', 'forked': 'Sổ không nối tiếp dấu niêm phong bạn giữ: lịch sử đã bị viết lại.',
    'no-entry': 'Bằng chứng không kèm dòng cần chứng minh.', 'not-included': 'Dòng này không có trong sổ đã ký.',
  },
  damage: {
    'gap': 'Thiếu một dòng.', 'entry': 'Một dòng bị sửa: nó không còn đúng dạng.', 'leaf': 'Một dòng không khớp mã băm của nó.', 'columns': 'Các cột không khớp với dòng.', 'camera-count': 'Số thứ tự của một camera bị nhảy.', 'body': 'Nội dung không khớp với dòng của nó.',
    'node': 'Một nút của cây không khớp.', 'stray-node': 'Cây có nút thừa.', 'checkpoint': 'Một dấu niêm phong không khớp với các dòng trước nó.', 'rolled-back': 'Sổ ngắn hơn một dấu niêm phong đã ký.',
  },
};
const en: Words = {
  usage: 'Usage: matpho verify-log <log file | data folder of the hub> [--key <key>] [--checkpoint <file with an older checkpoint>]',
  unreadable: 'Cannot read {path}: {why}',
  sound: 'The log is intact: {entries} entries, exactly as the hub signed them.',
  counted: 'Of them {own} are yours, {bodies} bodies are what their entries say, {cameras} cameras miss no entry.',
  erased: '{erased} bodies were erased as they should be, and the log says so.',
  keyOfFile: 'The signature was checked with the key written in this very file: {key}\nCompare it with the key on your phone, or name the key with --key.',
  keyGiven: 'The signature was checked with the key you named.',
  continues: 'The log continues the older checkpoint ({continues} entries): no old entry was changed or lost.',
  noOlder: 'It was not compared with an older checkpoint (--checkpoint), so whether it is an older copy is not known.',
  database: 'Checking the hub\'s database: every entry, body, node of the tree and checkpoint.',
  databaseSound: 'The log is intact: {entries} entries. Root: {root}',
  proofSound: 'Entry {seq} is in the log of {size} entries that the hub signed:\n{entry}',
  needsKey: 'The hub\'s key is needed: --key <key>.',
  faulty: 'THE LOG DOES NOT FIT.',
  where: { entry: 'At entry {n} of the log (from 0).', camera: 'Camera {camera}, count {n}.', line: 'Line {n} of the file.' },
  faults: {
    'not-a-log': 'This file is no log of Mắt Phố.', 'malformed': 'Something cannot be read as a line of the log.', 'cut-short': 'The end of the file is missing.', 'too-long': 'There are entries after those the hub signed.',
    'other-key': 'The log is signed by another key than the one you trust.', 'not-signed': 'The checkpoint has no signature of this hub.', 'forged': 'The signature of the checkpoint is false, or the checkpoint was changed.',
    'not-as-signed': 'The entries do not give the root that the hub signed: some were changed, added, removed or moved.', 'tile': 'One of the 256 entries from here on is not as it was written.', 'entry': 'An entry was changed: it is no longer well formed.',
    'camera-count': 'The count of a camera jumps: entries are missing or moved.', 'body': 'A body is not what its entry says: body or salt was changed.', 'erased-unrecorded': 'A body is gone, and the log does not say that it was erased.',
    'rolled-back': 'The log is shorter than the checkpoint you kept: the hub was replaced by an older copy.', 'forked': 'The log does not continue the checkpoint you kept: history was written anew.',
    'no-entry': 'The proof does not carry the entry it is to prove.', 'not-included': 'The entry is not in the signed log.',
  },
  damage: {
    'gap': 'An entry is missing.', 'entry': 'An entry was changed: it is no longer well formed.', 'leaf': 'An entry does not fit its hash.', 'columns': 'The columns do not fit the entry.', 'camera-count': 'The count of a camera jumps.', 'body': 'A body is not what its entry says.',
    'node': 'A node of the tree is wrong.', 'stray-node': 'The tree has nodes too many.', 'checkpoint': 'A checkpoint does not fit the entries before it.', 'rolled-back': 'The log is shorter than a checkpoint that was signed.',
  },
};

/** English for LANG=en..., Vietnamese otherwise. */
export function wordsFor(env: NodeJS.ProcessEnv): Words {
  const asked = env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '';
  return asked.startsWith('en') ? en : vi;
}

export function filled(text: string, values: Readonly<Record<string, unknown>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}
