import type { BagText } from './finding.ts';

/** What a finding says, and how grave it is. `ok` holds; `note` is for whoever weighs the bag; `warn` limits what it proves; `fail` breaks it. Where a sentence has a place for a value, `{n}`. */
export type Level = 'ok' | 'note' | 'warn' | 'fail';
type Row = readonly [level: Level, vi: string, en: string];

const rows = {
  // What it is
  'no-bag': ['fail', 'Đây không phải gói chứng cứ: không có bagit.txt.', 'This is no evidence bag: there is no bagit.txt.'],
  'no-zip': ['fail', 'Tệp này không phải tệp ZIP.', 'This file is no ZIP.'],
  'several-bags': ['fail', 'Trong này có nhiều hơn một gói. Hãy kiểm tra từng gói.', 'There is more than one bag in here. Check them one by one.'],
  'encrypted': ['note', 'Gói được mã hoá cho một người nhận. Mở bằng khoá riêng của người ấy rồi kiểm tra lại; lệnh mở có trong docs/evidence.md và trên trang của hub.', 'The bag is closed to one receiver. Open it with that person\'s private key and check again; the commands are in docs/evidence.md and on the hub\'s page.'],
  'cut-short': ['fail', 'Tệp bị thiếu phần cuối: tải hoặc chép chưa xong.', 'The end of the file is missing: it was not fetched or copied whole.'],
  'zip-damaged': ['fail', 'Tệp ZIP bị hỏng hoặc bị sửa.', 'The ZIP is damaged or was changed.'],
  'zip-method': ['fail', 'Tệp được nén bằng cách không đọc được.', 'The file is packed in a way that cannot be read.'],
  'zip-locked': ['fail', 'Tệp ZIP này bị khoá bằng mật khẩu. Gói chứng cứ không bao giờ như vậy.', 'This ZIP is locked with a password. An evidence bag never is.'],
  'zip-header': ['fail', 'Hai danh sách trong tệp ZIP ghi khác nhau về tệp này: có thể giải nén ra hai thứ khác nhau.', 'The two lists inside the ZIP differ about this file: it may unpack to two different things.'],
  'too-many': ['fail', 'Tệp ZIP khai quá nhiều tệp để là một gói chứng cứ.', 'The ZIP claims too many files to be an evidence bag.'],
  'unreadable': ['fail', 'Không đọc được tệp này.', 'This file cannot be read.'],
  'too-long': ['fail', 'Tệp này dài hơn mức một tệp loại này có thể dài.', 'This file is longer than a file of its kind can be.'],
  // Names
  'name': ['fail', 'Tên tệp không được phép ({why}): trên máy khác nó có thể thành tệp khác, hoặc thoát khỏi thư mục.', 'A file name that is not allowed ({why}): elsewhere it may become another file, or leave the folder.'],
  'name-twice': ['fail', 'Hai tệp có cùng tên với một số máy (chỉ khác chữ hoa, chữ thường hoặc cách ghi dấu).', 'Two files have one name to some systems (they differ in case or spelling of accents only).'],
  'link': ['fail', 'Đây là đường dẫn tắt, không phải tệp. Gói chứng cứ không có đường dẫn tắt.', 'This is a link, not a file. An evidence bag has no links.'],
  'outside': ['fail', 'Tệp này nằm ngoài thư mục của gói.', 'This file lies outside the folder of the bag.'],
  'litter': ['note', 'Máy tính tự thêm tệp này vào; nó không thuộc về gói.', 'A computer added this file by itself; it is no part of the bag.'],
  // BagIt
  'bagit-text': ['fail', 'bagit.txt không đúng như BagIt 1.0 quy định.', 'bagit.txt is not as BagIt 1.0 has it.'],
  'profile': ['warn', 'bag-info.txt không ghi kiểu gói mà phần mềm này biết ({profile}).', 'bag-info.txt does not name the kind of bag that this program knows ({profile}).'],
  'oxum': ['fail', 'bag-info.txt ghi {said} (số byte, số tệp), trong gói có {found}.', 'bag-info.txt says {said} (bytes, files), the bag holds {found}.'],
  'manifest-missing': ['fail', 'Thiếu bản kê này.', 'This manifest is missing.'],
  'manifest-line': ['fail', 'Dòng {line} của bản kê không đọc được, hoặc kê một tệp hai lần.', 'Line {line} of the manifest cannot be read, or names a file twice.'],
  'manifest-place': ['fail', 'Bản kê nhận một tệp không thuộc phần của nó: {of}.', 'The manifest names a file that is not its to name: {of}.'],
  'missing': ['fail', 'Thiếu tệp này: bản kê có, trong gói không có.', 'This file is missing: the manifest has it, the bag does not.'],
  'extra': ['fail', 'Tệp này không có trong bản kê: nó được thêm vào sau, hoặc bị đổi tên.', 'This file is in no manifest: it was added later, or renamed.'],
  'changed': ['fail', 'Tệp này đã bị thay đổi: mã SHA-256 không còn như trong bản kê.', 'This file was changed: its SHA-256 is no longer what the manifest says.'],
  'files-whole': ['ok', 'Đủ {files} tệp trong bản kê, không thừa, không thiếu, từng tệp đúng mã SHA-256 ({size}).', 'All {files} files of the manifests are there, none more, none less, each with its SHA-256 ({size}).'],
  // Signature
  'signature-missing': ['fail', 'Không có chữ ký (signatures/tagmanifest.p7s): không biết ai làm ra gói này.', 'There is no signature (signatures/tagmanifest.p7s): nobody answers for this bag.'],
  'signature-malformed': ['fail', 'Chữ ký không đọc được.', 'The signature cannot be read.'],
  'signature-content': ['fail', 'Chữ ký không phải của bản kê này: bản kê hoặc chữ ký đã bị thay đổi.', 'The signature is not of this manifest: one of them was changed.'],
  'signature-false': ['fail', 'Chữ ký giả hoặc đã bị thay đổi.', 'The signature is false or was changed.'],
  'chain-missing': ['fail', 'Thiếu signatures/chain.pem, hoặc không đọc được nó.', 'signatures/chain.pem is missing or cannot be read.'],
  'chain-broken': ['fail', 'Chứng thư đã ký không dẫn về gốc nào trong signatures/chain.pem.', 'The certificate that signed leads to no root in signatures/chain.pem.'],
  'chain-time': ['fail', 'Chứng thư không có hiệu lực lúc này ({from} đến {to}), và không có dấu thời gian nào cho biết gói được ký khi nó còn hiệu lực.', 'The certificate is not valid now ({from} to {to}), and no timestamp says that the bag was signed while it was.'],
  'chain-expired': ['warn', 'Chứng thư nay đã hết hạn ({to}). Dấu thời gian cho biết gói được ký khi nó còn hiệu lực; với openssl, thêm -attime {attime}.', 'The certificate has expired since ({to}). The timestamp shows that the bag was signed while it was valid; give openssl -attime {attime}.'],
  'certificate-other': ['fail', 'signatures/hub.crt không phải chứng thư đã ký gói này.', 'signatures/hub.crt is not the certificate that signed this bag.'],
  'certificate-evidence': ['fail', 'evidence.json ghi gói do một chứng thư khác ký.', 'evidence.json says that another certificate signed this bag.'],
  'signed': ['ok', 'Chữ ký đúng: bản kê nguyên như khi “{signer}” ký lúc {at}.', 'The signature holds: the manifest is as “{signer}” signed it at {at}.'],
  'root': ['note', 'Gốc của chứng thư là “{root}”. Trừ khi đó là một tổ chức chứng thực được cấp phép mà bạn biết, hub tự lập gốc này: hãy so dấu vân tay chứng thư của hub sau đây với bản giấy của biên bản giao nhận, hoặc hỏi người có hub. {fingerprint}', 'The root of the certificate is “{root}”. Unless that is a licensed authority you know, the hub made this root itself: compare the fingerprint of the hub\'s certificate with the hand-over minutes on paper, or ask whoever has the hub. {fingerprint}'],
  'root-trusted': ['ok', 'Gốc của chứng thư là “{root}”, đúng gốc bạn đưa để so.', 'The root of the certificate is “{root}”, the one you gave to compare with.'],
  'root-other': ['fail', 'Gốc của chứng thư (“{root}”, {fingerprint}) không phải gốc bạn đưa để so.', 'The root of the certificate (“{root}”, {fingerprint}) is not the one you gave to compare with.'],
  // Time stamp
  'token-none': ['note', 'Gói không có dấu thời gian của bên thứ ba. Thời điểm ký là do đồng hồ của hub ghi; bằng chứng trong sổ của hub đứng một mình.', 'The bag has no timestamp of a third party. When it was signed is what the hub\'s clock says; the proofs of the hub\'s log stand alone.'],
  'token-missing': ['warn', 'evidence.json ghi đã xin dấu thời gian, nhưng trong gói không có: nó chưa được thêm vào, hoặc đã bị bỏ đi.', 'evidence.json says that a timestamp was asked for, but there is none: it was not added yet, or taken away.'],
  'token-malformed': ['fail', 'Dấu thời gian không đọc được.', 'The timestamp cannot be read.'],
  'token-refused': ['fail', 'Nơi cấp dấu thời gian đã từ chối: tệp này không phải một dấu.', 'The timestamp service refused: this file is no timestamp.'],
  'token-content': ['fail', 'Dấu thời gian không phải của chữ ký này.', 'The timestamp is not of this signature.'],
  'token-false': ['fail', 'Dấu thời gian giả hoặc đã bị thay đổi.', 'The timestamp is false or was changed.'],
  'token-chain': ['fail', 'Chứng thư của nơi cấp dấu thời gian không dẫn về gốc bạn đưa để so.', 'The certificate of the timestamp service does not lead to the root you gave to compare with.'],
  'token-time': ['warn', 'Chứng thư của nơi cấp dấu thời gian không có hiệu lực lúc này ({from} đến {to}); với openssl, thêm -attime.', 'The certificate of the timestamp service is not valid now ({from} to {to}); give openssl -attime.'],
  'stamped': ['ok', 'Dấu thời gian đúng: “{by}” xác nhận đã thấy chữ ký này lúc {at}.', 'The timestamp holds: “{by}” saw this signature at {at}.'],
  'stamp-root': ['note', 'Gốc của nơi cấp dấu thời gian không được đưa để so. Dấu vân tay chứng thư của nơi cấp: {fingerprint}', 'The root of the timestamp service was not given to compare with. Fingerprint of its certificate: {fingerprint}'],
  'stamp-late': ['note', 'Dấu thời gian được thêm sau, {later} sau khi ký.', 'The timestamp was added later, {later} after the signature.'],
  // Receiver
  'receiver': ['ok', 'Người nhận đã ký: “{signer}”, lúc {at}. Dấu vân tay chứng thư: {fingerprint}', 'The receiver signed: “{signer}”, at {at}. Fingerprint of the certificate: {fingerprint}'],
  'receiver-false': ['fail', 'Chữ ký của người nhận không phải của gói này, hoặc không đọc được.', 'The receiver\'s signature is not of this bag, or cannot be read.'],
  // Records
  'evidence-malformed': ['fail', 'Tệp ghi chép này thiếu hoặc không đúng dạng.', 'This record is missing or not well formed.'],
  'other-id': ['fail', 'Tệp này thuộc về gói {said}, không phải {id}.', 'This record belongs to the bag {said}, not to {id}.'],
  'original': ['fail', 'Tệp này không còn là đoạn mà máy ghi đã ghi: mã lúc ghi là {logged}.', 'This file is not the one the recorder wrote: its hash was logged as {logged}.'],
  'original-missing': ['fail', 'evidence.json có đoạn gốc này, bản kê không có.', 'evidence.json has this original segment, the manifest does not.'],
  'file-other': ['fail', 'evidence.json ghi mã khác với bản kê cho tệp này.', 'evidence.json gives another hash for this file than the manifest.'],
  'file-unnamed': ['fail', 'Tệp phim này không được evidence.json nhắc tới.', 'evidence.json does not speak of this film.'],
  'originals-out': ['fail', 'evidence.json ghi đoạn gốc ở lại với chủ camera, nhưng trong gói lại có.', 'evidence.json says that the originals stayed with the owner, yet some are in the bag.'],
  'segments-same': ['ok', '{n} đoạn gốc đúng từng bit như máy ghi đã ghi vào sổ lúc ghi hình.', '{n} original segments are, to the bit, what the recorder logged when it wrote them.'],
  'originals-elsewhere': ['note', 'Trong gói không có đoạn gốc: bản gốc ở lại với chủ camera, ở đây chỉ có mã của {n} đoạn. Phim trong gói là bản dẫn xuất.', 'There are no originals in this bag: they stayed with the owner, and only the hashes of {n} segments are here. The films are derivatives.'],
  'fetched-later': ['warn', '{camera}: {n} đoạn không do hub ghi mà lấy về sau từ bộ nhớ của camera hoặc từ đầu ghi khác. Mã của chúng nói hub đã nhận gì và lúc nào, không nói lúc ấy đã ghi gì; giờ là giờ của máy ghi đó.', '{camera}: not recorded by the hub but fetched later from the camera\'s memory or another recorder, segments: {n}. Their hashes say what the hub received and when, not what was written then; their times are that recorder\'s.'],
  'not-logged': ['warn', '{camera}: {n} đoạn không có dòng nào trong sổ nói mã của chúng lúc ghi; chỉ biết chúng đúng như lúc làm gói.', '{camera}: of {n} segments the log does not say what their hash was when they were written; they are as they were when the bag was made, and no more is known.'],
  'gap': ['note', '{camera}: không có hình từ {from} đến {to} ({cause}).', '{camera}: no pictures from {from} to {to} ({cause}).'],
  'no-footage': ['note', '{camera}: được phép lấy, nhưng không có hình nào trong khoảng này.', '{camera}: it was permitted, but there are no pictures of that time.'],
  'refused': ['note', '{camera}: chủ camera không đồng ý.', '{camera}: the owner declined.'],
  'derivative': ['note', 'Bản dẫn xuất: {how}.', 'A derivative: {how}.'],
  // Time
  'clock': ['warn', 'Đồng hồ của hub không được tin từ {from} đến {to}: giờ của hình trong khoảng đó có thể sai.', 'The hub\'s clock was not trusted from {from} to {to}: pictures of that time may be dated wrong.'],
  'clock-now': ['warn', 'Khi làm gói, đồng hồ của hub chưa được đồng bộ với một nguồn đáng tin ({source}).', 'When the bag was made, the hub\'s clock was not set by a trusted source ({source}).'],
  'camera-clock': ['note', 'Đồng hồ của camera {camera} lệch {by} so với hub. Hình được ghi giờ theo đồng hồ của hub.', 'The clock of camera {camera} was {by} off the hub\'s. Pictures are dated by the hub\'s clock.'],
  // Papers and log
  'jws-false': ['fail', 'Chữ ký trên giấy tờ này giả, hoặc nội dung đã bị thay đổi.', 'The signature on this paper is false, or what it says was changed.'],
  'jws-other': ['fail', 'Giấy tờ này do một chứng thư khác với chứng thư của gói ký.', 'This paper was signed by another certificate than the bag.'],
  'papers': ['ok', '{n} giấy tờ của hub (cho phép, quyết định, biên nhận) có chữ ký đúng.', '{n} papers of the hub (grant, decision, receipts) are signed as they should be.'],
  'no-decision': ['fail', 'Không có quyết định cho phép nào kèm theo gói này.', 'No decision comes with this bag.'],
  'scan': ['fail', 'Bản quét văn bản yêu cầu không đúng mã ghi trong request.json.', 'The scan of the written request is not the one request.json names.'],
  'custody-broken': ['fail', 'Chuỗi lưu giữ chứng cứ bị đứt ở dòng {n}: thiếu, đổi chỗ hoặc sửa dòng.', 'The custody log breaks at line {n}: lines are missing, moved or changed.'],
  'custody-films': ['fail', 'Dòng làm gói của chuỗi lưu giữ chứng cứ ghi mã khác với các phim trong gói.', 'The custody log says that other films were put into the bag than those that are in it.'],
  'custody-clock': ['warn', 'Dòng {n} mang giờ sớm hơn dòng trước: đồng hồ của hub đã bị chỉnh lùi ở giữa. Thứ tự các dòng vẫn chắc, vì dòng nào cũng nối vào dòng trước bằng mã.', 'Line {n} has an earlier time than the one before: the hub\'s clock was set back in between. The order of the lines still stands, as each names the one before by its hash.'],
  'custody': ['ok', 'Chuỗi lưu giữ chứng cứ liền mạch: {n} dòng, dòng nào cũng có chữ ký đúng.', 'The custody log is unbroken: {n} lines, each signed.'],
  'proof-false': ['fail', 'Bằng chứng này không chứng minh được dòng của nó có trong sổ của hub.', 'This proof does not show that its entry is in the hub\'s log.'],
  'proof-body': ['fail', 'Nội dung kèm bằng chứng không khớp với dòng trong sổ.', 'The body that comes with the proof is not that of the entry.'],
  'proof-other': ['fail', 'Dòng trong sổ nói về một gói khác, hoặc một bản khác của gói này.', 'The entry of the log is about another bag, or another version of this one.'],
  'proof-none': ['warn', 'Không có bằng chứng rằng mã của gói đã vào sổ của hub.', 'There is no proof that the hash of the bag is in the hub\'s log.'],
  'proof-unable': ['warn', 'Trình duyệt này không kiểm tra được chữ ký Ed25519 trên sổ của hub; phần còn lại của bằng chứng thì khớp. Dùng trình duyệt mới hơn hoặc npx matpho verify.', 'This browser cannot check the Ed25519 signature of the hub\'s log; the rest of the proofs holds. Use a newer browser, or npx matpho verify.'],
  'proofs': ['ok', '{n} bằng chứng trong sổ của hub: dòng quyết định, dòng xuất và mã của gói đều có trong sổ đã ký.', '{n} proofs of the hub\'s log: the decision, the export and the hash of the bag are in the log it signed.'],
} as const satisfies Readonly<Record<string, Row>>;

export type FindingCode = keyof typeof rows;

/** How grave a finding is. */
export const levelOf = (code: FindingCode): Level => rows[code][0];
/** What it says; a value that is itself a text stands in both languages. */
export function textOf(code: FindingCode, values: Readonly<Record<string, string | BagText>>): BagText {
  const filled = (text: string, language: 'vi' | 'en'): string => text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'string' ? value : value[language];
  });
  return { vi: filled(rows[code][1], 'vi'), en: filled(rows[code][2], 'en') };
}
