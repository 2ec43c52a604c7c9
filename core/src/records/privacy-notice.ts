import { sha256Hex, canonicalJson } from '../base/canonical-json.ts';
import { languages, type Language, type Text } from '../domain/people.ts';

/** Goes up whenever a word below changes: who said yes, said yes to these words. */
export const noticeVersion = '2026-1';

export const notLegalAdvice: Text = { vi: 'Thông tin chung, không phải tư vấn pháp lý.', en: 'General information, not legal advice.' };

/** What a person reads before she says yes to the processing of her own data: the heads of Law 91/2025/QH15, in plain words. */
export const noticeParagraphs: { readonly [L in Language]: readonly string[] } = {
  vi: [
    'Hub này giữ: họ tên và tên đăng nhập của bạn, nơi nhận thông báo nếu bạn tự khai (số điện thoại, thư điện tử), vị trí camera nếu bạn tự khai, và những lần bạn đăng nhập, xem, cho phép hay từ chối.',
    'Để làm gì: cho bạn đăng nhập; báo cho bạn biết khi có người xem hay xin xem; ghi ai đã xem camera nào. Với cán bộ: tên đơn vị và số hiệu hiện ra cho chủ camera mỗi lần xem.',
    'Ở đâu, bao lâu: trên chính máy này, tại Việt Nam, cho đến khi bạn rời đi; phần riêng của sổ truy cập được xoá khi hết hạn lưu. Không bán, không gửi ra nước ngoài.',
    'Ai được biết: người trong nhà hoặc đơn vị của bạn, và chủ camera mà bạn xem. Công an chỉ xem được hình khi chủ camera cho phép, hoặc khi luật buộc bằng văn bản.',
    'Bạn có quyền xem, sửa, tải về, xoá dữ liệu của mình, và rút lại sự đồng ý bất cứ lúc nào trong Cài đặt, mục Dữ liệu của tôi. Rút lại không làm sai những gì đã làm trước đó. Im lặng không phải là đồng ý.',
  ],
  en: [
    'This hub keeps: your name and user name, where to reach you if you say so (telephone, e-mail), where a camera stands if you say so, and when you signed in, looked, allowed or declined.',
    'What for: to let you sign in; to tell you when somebody watches or asks to; to write down who watched which camera. For officers: the unit and the officer number are shown to the camera\'s owner at every view.',
    'Where, how long: on this very machine, in Vietnam, until you leave; the private part of the access log is erased when its time is over. It is not sold and not sent abroad.',
    'Who learns of it: the people of your house or unit, and the owners of cameras you watch. Police see pictures only when the owner allows it, or when the law demands it in writing.',
    'You may see, correct, download and erase your data, and withdraw your consent at any time under Settings, My data. Withdrawing does not make wrong what was done before. Silence is not consent.',
  ],
};

/** SHA-256, hex, over RFC 8785 text of version, language and words. */
export function noticeHash(language: Language): string {
  return sha256Hex(canonicalJson({ version: noticeVersion, language, paragraphs: noticeParagraphs[language] }));
}

/** In which language these words were read; undefined when they are not today's. */
export function languageOfNotice(sha256: string): Language | undefined {
  return languages.find((language) => noticeHash(language) === sha256);
}
