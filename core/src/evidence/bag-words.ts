import type { Purpose, Route } from '../domain/consent.ts';
import type { GapCause } from '../domain/recording.ts';
import type { Instant } from '../domain/time.ts';
import { bagFiles } from '../proof/bag/bag-files.ts';
import type { Evidence } from '../proof/bag/records.ts';

/** The zone of everything that is shown; written out in every record. */
export const zone = 'Asia/Ho_Chi_Minh';
export const zoneOffset = '+07:00';
const shown = new Intl.DateTimeFormat('vi-VN', { timeZone: zone, hour: '2-digit', minute: '2-digit', second: '2-digit', day: '2-digit', month: '2-digit', year: 'numeric', hour12: false });

/** `18:00:05 22/11/2026` */
export function wallTime(at: Instant): string {
  const part = Object.fromEntries(shown.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part['hour'] ?? ''}:${part['minute'] ?? ''}:${part['second'] ?? ''} ${part['day'] ?? ''}/${part['month'] ?? ''}/${part['year'] ?? ''}`;
}
export const purposeWords: Readonly<Record<Purpose, string>> = {
  crime: 'điều tra tội phạm', admin_violation: 'xử lý vi phạm hành chính', traffic_accident: 'tai nạn giao thông', missing_person: 'tìm người mất tích', fire_rescue: 'cháy, cứu nạn', public_event: 'sự kiện công cộng', maintenance: 'bảo trì',
};
const groundWords: Readonly<Record<Route, string>> = {
  R0: 'Chủ camera tự giao hình của mình', R1: 'Chủ camera cho phép thường xuyên (R1)', R2: 'Chủ camera đồng ý cho đúng lần này (R2)', R3: 'Mở khẩn cấp, hai người xác nhận (R3)', R4: 'Văn bản yêu cầu cung cấp dữ liệu (R4)',
};
export function groundOf({ route }: Pick<Evidence, 'route'>, documentNo: string | undefined): string {
  return `${groundWords[route as Route]}${documentNo === undefined ? '' : `, số ${documentNo}`}`;
}
export const causeWords: Readonly<Record<GapCause | 'open', string>> = {
  off: 'chủ camera tắt ghi', hours: 'ngoài giờ ghi chủ nhà đặt', events: 'chỉ ghi khi có chuyển động', offline: 'camera mất kết nối', disk: 'ổ đĩa không ghi được', hub_off: 'hub tắt', clock: 'đồng hồ hub bị chỉnh', retention: 'đã xoá theo thời hạn lưu', removed: 'đã bị xoá', damaged: 'tệp hỏng', unknown: 'không rõ nguyên nhân', open: 'chưa ghi xong khi làm gói',
};
export const originalsWords = {
  inside: {
    vi: 'Gói có các đoạn ghi gốc do hub ghi, chưa ai chạm vào (thư mục data/original), gồm cả đoạn liền trước và liền sau. Tệp trong data/playable chỉ đóng gói lại cùng hình đó để dễ xem.',
    en: 'The bag holds the recorder\'s own files, untouched (data/original), with the one before and the one after. What lies in data/playable is the same pictures packed anew for easy viewing.',
  },
  'with-owner': {
    vi: 'Bản ghi gốc ở lại với chủ camera. Gói chỉ có bản dẫn xuất đúng khoảng được phép, theo điều kiện chủ camera đặt; evidence.json có giá trị băm của từng đoạn gốc như đã ghi sổ lúc thu. Cần bản gốc thì yêu cầu bằng văn bản.',
    en: 'The originals stay with the owner. The bag holds a derivative of exactly the permitted interval, under the owner\'s conditions; evidence.json has the hash of every original as it was logged when it was written. Originals are had by a written request.',
  },
} as const;
export const timestampWords = {
  asked: { vi: 'Hub xin dấu thời gian RFC 3161 khi niêm phong. Nếu có tệp signatures/tagmanifest.p7s.tsr thì đã có dấu; nếu không, dịch vụ chưa trả lời và có thể đóng dấu sau.', en: 'The hub asks for an RFC 3161 time-stamp when it seals. Where signatures/tagmanifest.p7s.tsr is, it has one; else the service did not answer and the bag can be stamped later.' },
  none: { vi: 'Hub này không đặt dịch vụ dấu thời gian. Thời điểm niêm phong chỉ do sổ của hub chứng minh (signatures/bag.tlog-proof).', en: 'No time-stamp service is set on this hub. When it was sealed is shown by the hub\'s own log alone (signatures/bag.tlog-proof).' },
} as const;

/** notes_vi.txt: one page of plain Vietnamese. */
export function notesVi(evidence: Evidence, documentNo?: string): string {
  const at = (text: string): string => wallTime(Date.parse(text));
  const pieces = evidence.pieces.flatMap(({ n, camera, requested, delivered, outcome, gaps, segments }) => [
    `${n}. Camera "${camera.name}"`,
    `   Yêu cầu: từ ${at(requested.from)} đến ${at(requested.to)} (${zoneOffset})`,
    outcome === 'refused' ? '   Kết quả: không được phép giao.' : delivered ? `   Có hình: từ ${at(delivered.from)} đến ${at(delivered.to)}` : '   Kết quả: được phép, nhưng không có hình ghi.',
    ...segments.some(({ origin }) => origin === 'outside') ? [`   ${segments.filter(({ origin }) => origin === 'outside').length} đoạn không do hub ghi mà lấy về sau từ bộ nhớ của camera hoặc đầu ghi khác; evidence.json nói đoạn nào (origin: outside).`] : [],
    ...gaps.map((gap) => `   Trống từ ${at(gap.from)} đến ${at(gap.to)}: ${causeWords[gap.cause]}`),
  ]);
  return [
    `GÓI BẰNG CHỨNG ${evidence.id}`, '',
    `Lập lúc ${at(evidence.madeAt)} (giờ Việt Nam, UTC${zoneOffset}) trên ${evidence.hub.name}.`,
    `Căn cứ: ${groundOf(evidence, documentNo)}.${evidence.purpose === null ? '' : ` Mục đích: ${purposeWords[evidence.purpose as Purpose] ?? evidence.purpose}.`}${evidence.caseNo === null ? '' : ` Số hồ sơ: ${evidence.caseNo}.`}`,
    '', 'CÓ GÌ TRONG GÓI', ...pieces, '',
    'BẢN GỐC HAY BẢN DẪN XUẤT', evidence.originalsNote.vi, '',
    'THỜI GIAN', 'Giờ của hình là giờ của hub khi nhận từng hình, không phải giờ camera tự in lên; riêng đoạn lấy về sau mang giờ của máy đã ghi nó. data/records/time.json nói đồng hồ nào đã ghi giờ, camera lệch bao nhiêu so với hub, lúc nào giờ không tin được, và điều gì không được đo.', evidence.timestampNote.vi, '',
    'KIỂM TRA', 'Làm theo VERIFY.txt. Chỉ cần sha256sum và openssl, không cần phần mềm của chúng tôi, không cần mạng.', '',
    'Việc giao nhận, mở, sao chép, tiêu huỷ gói này đều được ghi vào sổ của hub; chủ camera và bên nhận cùng xem được.', '',
  ].join('\n');
}

const commands = {
  sums: `sha256sum -c ${bagFiles.tagManifest} && sha256sum -c ${bagFiles.manifest}`,
  signature: `openssl cms -verify -binary -inform DER -in ${bagFiles.signature} -content ${bagFiles.tagManifest} -CAfile ${bagFiles.chain} -purpose any -out /dev/null`,
  token: `openssl ts -verify -data ${bagFiles.signature} -in ${bagFiles.token} -CAfile tsa.crt`,
} as const;

/** VERIFY.txt: Vietnamese first. @param fingerprint of the certificate, SHA-256 hex */
export function verifyText(id: string, fingerprint: string, logKey: string): string {
  return `${id}

KIỂM TRA GÓI NÀY (không cần phần mềm của Mắt Phố, không cần mạng)
Mở cửa sổ lệnh trong thư mục này rồi chạy ba lệnh sau, hoặc chạy: sh verify.sh

1. Không tệp nào bị sửa, thiếu hay đổi tên. Mỗi dòng phải kết thúc bằng OK (hoặc THÀNH CÔNG):
   ${commands.sums}
2. Danh sách đó do đúng hub này ký. Phải hiện "CMS Verification successful":
   ${commands.signature}
3. Khi có tệp ${bagFiles.token}: dấu thời gian. Phải hiện "Verification: OK".
   Tệp tsa.crt là chứng thư gốc của tổ chức cấp dấu thời gian; hãy lấy từ chính tổ chức đó.
   ${commands.token}

Lệnh 2 chỉ nói gói được ký bởi khoá của chứng thư kèm theo. Hãy so vân tay dưới đây với vân tay mà chủ hub
hoặc tổ chức cấp chứng thư cho bạn biết bằng đường khác:
   SHA-256 ${fingerprint}
Tệp không có trong hai danh sách mà nằm trong data/ là tệp bị thêm vào. Chỉ thư mục signatures/ được thêm tệp sau khi ký.
Mở viewer.html (nếu có) bằng trình duyệt để kiểm tra và xem hình, không cần mạng.

HOW TO CHECK THIS BAG (without our software, without a network)
Open a terminal in this folder and run these three commands, or: sh verify.sh

1. No file was changed, lost or renamed. Every line ends in OK:
   ${commands.sums}
2. That list was signed by this hub. It says "CMS Verification successful":
   ${commands.signature}
3. Where ${bagFiles.token} is: the time-stamp. It says "Verification: OK".
   tsa.crt is the root certificate of the time-stamp authority; have it from them.
   ${commands.token}

Command 2 says only that the key of the enclosed certificate signed it. Compare the fingerprint above with the one that the hub's owner
or the certificate's issuer tells you by another way. A file in data/ that no list names was added. Only signatures/ may grow after the signature.
The hub's log is signed by ${logKey}
`;
}

/** verify.sh: only sh, sha256sum and openssl. */
export function verifyScript(): string {
  return `#!/bin/sh
# Kiểm tra gói bằng chứng. / Checks the evidence bag. Usage: sh verify.sh [tsa.crt]
say() { printf '%s\\n' "$1"; }
tsa=$1
case "$tsa" in ''|/*) ;; *) tsa=$PWD/$tsa ;; esac
cd "$(dirname "$0")" || exit 2
bad=0
if ! command -v sha256sum >/dev/null 2>&1 && command -v shasum >/dev/null 2>&1; then sha256sum() { shasum -a 256 "$@"; }; fi
if ! command -v sha256sum >/dev/null 2>&1 || ! command -v openssl >/dev/null 2>&1; then say "CHƯA KIỂM TRA: máy này thiếu sha256sum hoặc openssl / NOT CHECKED: sha256sum or openssl is not on this machine"; exit 2; fi
if [ -n "$tsa" ] && [ ! -r "$tsa" ]; then say "CHƯA KIỂM TRA: không đọc được $tsa / NOT CHECKED: $tsa cannot be read"; exit 2; fi
if sha256sum --strict --quiet -c ${bagFiles.tagManifest} && sha256sum --strict --quiet -c ${bagFiles.manifest}; then say "1. OK: không tệp nào bị sửa / no file was changed"; else say "1. SAI / WRONG: có tệp bị sửa, thiếu hoặc đổi tên / a file was changed, lost or renamed"; bad=1; fi
extra=$(find data -type f | LC_ALL=C sort | while IFS= read -r f; do cut -c67- ${bagFiles.manifest} | grep -Fxq -- "$f" || printf '%s\\n' "$f"; done)
if [ -n "$extra" ]; then say "1. SAI / WRONG: tệp bị thêm vào / files were added:"; say "$extra"; bad=1; fi
if ${commands.signature} 2>/dev/null; then say "2. OK: chữ ký của hub / signature of the hub"; openssl x509 -in ${bagFiles.certificate} -noout -subject -fingerprint -sha256; else say "2. SAI / WRONG: chữ ký không đúng / the signature is not right"; bad=1; fi
if [ ! -e ${bagFiles.token} ]; then say "3. Không có dấu thời gian / no time-stamp"
elif [ -z "$tsa" ]; then say "3. Có dấu thời gian; chạy: sh verify.sh tsa.crt / there is a time-stamp; run: sh verify.sh tsa.crt"
elif openssl ts -verify -data ${bagFiles.signature} -in ${bagFiles.token} -CAfile "$tsa" >/dev/null 2>&1; then say "3. OK: dấu thời gian / time-stamp"; openssl ts -reply -in ${bagFiles.token} -text 2>/dev/null | grep 'Time stamp'
else say "3. SAI / WRONG: dấu thời gian không đúng / the time-stamp is not right"; bad=1; fi
if [ $bad -ne 0 ]; then say "GÓI KHÔNG KHỚP / THE BAG DOES NOT HOLD"; else say "GÓI KHỚP / THE BAG HOLDS"; fi
exit $bad
`;
}
