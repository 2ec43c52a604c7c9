import type { BagText } from '../proof/bag/index.ts';

/** What `matpho verify` says around the findings. Where a sentence has a place for a value, `{n}`. */
export interface BagWords {
  readonly language: keyof BagText;
  readonly usage: string;
  readonly unreadable: string;
  readonly sound: string;
  readonly limited: string;
  readonly broken: string;
  readonly closed: string;
  readonly about: string;
  readonly hash: string;
  readonly levels: Readonly<Record<'ok' | 'note' | 'warn' | 'fail', string>>;
  readonly more: string;
}

const vi: BagWords = {
  language: 'vi',
  usage: 'Cách dùng: matpho verify <thư mục gói | gói.zip> [--ca <gốc.pem>] [--tsa <gốc nơi cấp dấu thời gian.pem>] [--json]',
  unreadable: 'Không đọc được {path}: {why}',
  sound: 'GÓI CHỨNG CỨ NGUYÊN VẸN: không có gì thay đổi từ khi được ký.',
  limited: 'GÓI CHỨNG CỨ NGUYÊN VẸN, NHƯNG CÓ ĐIỀU CẦN LƯU Ý: không có gì thay đổi từ khi được ký; xem các dòng “lưu ý”.',
  broken: 'GÓI CHỨNG CỨ KHÔNG KHỚP: có chỗ bị thay đổi, thiếu hoặc giả. Đừng dựa vào gói này.',
  closed: 'GÓI CHỨNG CỨ ĐƯỢC MÃ HOÁ: chưa kiểm tra được.',
  about: '{id}: {files} tệp, {bytes} byte',
  hash: 'Mã của gói (SHA-256 của tagmanifest-sha256.txt): {sha256}',
  levels: { ok: 'đúng', note: 'ghi chú', warn: 'lưu ý', fail: 'SAI' },
  more: '… và {n} dòng nữa cùng loại (--json cho đủ)',
};
const en: BagWords = {
  language: 'en',
  usage: 'Usage: matpho verify <folder of the bag | bag.zip> [--ca <root.pem>] [--tsa <root of the timestamp service.pem>] [--json]',
  unreadable: 'Cannot read {path}: {why}',
  sound: 'THE BAG IS SOUND: nothing changed since it was signed.',
  limited: 'THE BAG IS SOUND, WITH LIMITS: nothing changed since it was signed; see the lines marked “mind”.',
  broken: 'THE BAG DOES NOT HOLD: something was changed, is missing or is false. Do not rely on it.',
  closed: 'THE BAG IS ENCRYPTED: it could not be checked yet.',
  about: '{id}: {files} files, {bytes} bytes',
  hash: 'Hash of the bag (SHA-256 of tagmanifest-sha256.txt): {sha256}',
  levels: { ok: 'ok', note: 'note', warn: 'mind', fail: 'WRONG' },
  more: '… and {n} more of the kind (--json has them all)',
};

/** English for LANG=en..., Vietnamese otherwise. */
export function bagWordsFor(env: NodeJS.ProcessEnv): BagWords {
  return (env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '').startsWith('en') ? en : vi;
}
