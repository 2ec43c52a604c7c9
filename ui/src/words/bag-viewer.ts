import type { BagText } from '@matpho/core/proof/bag';

/** What the viewer says around the findings. It stands alone on a disk, so it brings its own words. */
const texts = {
  brand: ['Mắt Phố', 'Mắt Phố'],
  title: ['Kiểm tra gói chứng cứ', 'Check an evidence bag'],
  lead: ['Trang này không dùng mạng: mọi thứ được đọc và kiểm tra ngay trên máy này.', 'This page uses no network: everything is read and checked on this machine.'],
  drop: ['Thả tệp ZIP hoặc cả thư mục của gói vào đây', 'Drop the ZIP or the whole folder of the bag here'],
  chooseFile: ['Chọn tệp ZIP', 'Choose the ZIP'], chooseFolder: ['Chọn thư mục', 'Choose the folder'],
  reading: ['Đang đọc và tính mã: {done} trên {of}', 'Reading and hashing: {done} of {of}'], starting: ['Đang mở gói…', 'Opening the bag…'], stop: ['Dừng', 'Stop'], again: ['Kiểm tra gói khác', 'Check another bag'],
  failed: ['Không đọc được: {why}', 'It could not be read: {why}'],
  sound: ['Gói chứng cứ nguyên vẹn', 'The bag is sound'], soundText: ['Không có gì thay đổi từ khi hub ký. Ai đã ký: xem dấu vân tay bên dưới và so với biên bản.', 'Nothing changed since the hub signed it. Who signed: see the fingerprint below and compare it with the minutes.'],
  limited: ['Gói chứng cứ nguyên vẹn, có điều cần lưu ý', 'The bag is sound, with limits'], limitedText: ['Không có gì thay đổi từ khi hub ký, nhưng có điều giới hạn giá trị của nó.', 'Nothing changed since the hub signed it, but something limits what it proves.'],
  broken: ['Gói chứng cứ không khớp', 'The bag does not hold'], brokenText: ['Có chỗ bị thay đổi, thiếu hoặc giả. Đừng dựa vào gói này; hãy giữ nguyên nó và xin lại một bản từ hub.', 'Something was changed, is missing or is false. Do not rely on it; keep it as it is, and ask the hub for another copy.'],
  closed: ['Gói chứng cứ được mã hoá', 'The bag is encrypted'], closedText: ['Gói được đóng cho một người nhận. Mở bằng khoá riêng của người ấy rồi kiểm tra lại.', 'It is closed to one receiver. Open it with that person\'s private key, then check again.'],
  wrong: ['Chỗ không khớp', 'What does not hold'], mind: ['Cần lưu ý', 'To be minded'], notes: ['Ghi chú', 'Notes'], holds: ['Đã kiểm tra và đúng', 'Checked, and it holds'], more: ['… và {n} dòng nữa', '… and {n} more'],
  facts: ['Trong gói có gì', 'What is in the bag'], id: ['Số gói', 'Bag'], hub: ['Hub', 'Hub'], route: ['Căn cứ', 'Ground'], asker: ['Giao cho', 'Given to'], owner: ['Chủ camera', 'Owner'], caseNo: ['Vụ việc', 'Case'], document: ['Văn bản', 'Document'], made: ['Làm gói lúc', 'Made at'], originals: ['Bản gốc', 'Originals'],
  inside: ['ở trong gói, đúng từng bit', 'inside, to the bit'], withOwner: ['ở lại với chủ camera; đây là bản dẫn xuất', 'stayed with the owner; these are derivatives'],
  hash: ['Mã của gói', 'Hash of the bag'], signer: ['Người ký', 'Signed by'], root: ['Gốc chứng thư', 'Root'], stamp: ['Dấu thời gian', 'Timestamp'], noStamp: ['không có', 'none'],
  R0: ['chủ camera tự xuất', 'the owner\'s own'], R1: ['theo cho phép thường trực', 'under a standing permission'], R2: ['xin từng lần, chủ camera đồng ý', 'asked for and approved'], R3: ['khẩn cấp', 'emergency'], R4: ['theo văn bản yêu cầu', 'on a written request'], R5: ['khác', 'other'],
  camera: ['Camera', 'Camera'], requested: ['Đã xin', 'Requested'], delivered: ['Đã giao', 'Delivered'], none: ['không có hình', 'no pictures'], refused: ['chủ camera không đồng ý', 'the owner declined'],
  conditions: ['Điều kiện', 'Conditions'], height: ['cao nhất {n} dòng', 'at most {n} lines'], silent: ['không tiếng', 'no sound'], masks: ['{n} vùng che', '{n} masks'], regions: ['chủ camera che thêm {n} vùng', '{n} regions covered by the owner'], watermark: ['in tên và giờ', 'marked with name and time'],
  gaps: ['Khoảng không có hình', 'Gaps'], custody: ['Chuỗi lưu giữ chứng cứ', 'Chain of custody'],
  create: ['làm gói', 'made'], seal: ['niêm phong', 'sealed'], check: ['kiểm tra', 'checked'], copy: ['sao chép', 'copied'], 'hand-over': ['bàn giao', 'handed over'], open: ['mở', 'opened'], return: ['trả lại', 'returned'], destroy: ['huỷ', 'destroyed'], stampEvent: ['thêm dấu thời gian', 'timestamp added'], receipt: ['người nhận ký', 'receiver signed'], unwrap: ['lấy khoá mở', 'key given'],
  films: ['Xem phim trong gói', 'Watch the films'], untrusted: ['Gói chứng cứ không khớp: phim dưới đây có thể không phải phim đã được giao.', 'The bag does not hold: these films may not be the ones that were handed over.'], playable: ['Bản xem được', 'To be watched'], redacted: ['Bản đã che', 'Covered'], original: ['Bản gốc từng đoạn', 'Original segments'],
  play: ['Phát', 'Play'], pause: ['Dừng', 'Pause'], seek: ['Thời điểm', 'Instant'], speed: ['Tốc độ', 'Speed'], cannotPlay: ['Trình duyệt này không phát được phim này. Mở tệp {file} bằng VLC hoặc mpv.', 'This browser cannot play this film. Open the file {file} in VLC or mpv.'], outside: ['Camera này không có hình lúc này', 'No pictures of this camera now'], language: ['English', 'Tiếng Việt'], segment: ['Đoạn', 'Segment'],
} as const satisfies Readonly<Record<string, readonly [vi: string, en: string]>>;

export type ViewerKey = keyof typeof texts;
export type Say = (key: ViewerKey, values?: Readonly<Record<string, string | number>>) => string;

export function sayIn(language: keyof BagText): Say {
  return (key, values = {}) => texts[key][language === 'vi' ? 0 : 1].replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** A wall clock in Vietnam, with the offset written out once beside it. */
export function clockText(ms: number, withDay = true): string {
  const [day = '', time = ''] = new Date(ms + 7 * 3_600_000).toISOString().split(/[T.]/);
  return withDay ? `${time} ${day.split('-').toReversed().join('/')} (UTC+07:00)` : time;
}
export function bytesIn(bytes: number, language: keyof BagText): string {
  const [n, unit] = bytes < 1e6 ? [bytes / 1e3, 'kB'] as const : bytes < 1e9 ? [bytes / 1e6, 'MB'] as const : [bytes / 1e9, 'GB'] as const;
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(n)} ${unit}`;
}
