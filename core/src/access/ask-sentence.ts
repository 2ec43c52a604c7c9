import type { Action, Ask, Purpose } from '../domain/consent.ts';
import type { Text, UnitRole } from '../domain/people.ts';

const roleWords: { readonly [R in UnitRole]: Text } = {
  duty_officer: { vi: 'cán bộ trực ban', en: 'duty officer' },
  investigator: { vi: 'điều tra viên', en: 'investigator' },
  unit_leader: { vi: 'chỉ huy đơn vị', en: 'unit leader' },
};
export const purposeWords: { readonly [P in Purpose]: Text } = {
  crime: { vi: 'điều tra tội phạm', en: 'a criminal investigation' },
  admin_violation: { vi: 'xử lý vi phạm hành chính', en: 'an administrative violation' },
  traffic_accident: { vi: 'xử lý tai nạn giao thông', en: 'a traffic accident' },
  missing_person: { vi: 'tìm người mất tích', en: 'a missing person' },
  fire_rescue: { vi: 'chữa cháy, cứu nạn', en: 'fire or rescue' },
  public_event: { vi: 'bảo vệ sự kiện công cộng', en: 'a public event' },
  maintenance: { vi: 'bảo trì camera', en: 'camera maintenance' },
};
const actionWords: { readonly [A in Action]: Text } = {
  status: { vi: 'xem tình trạng', en: 'see the state of' }, event: { vi: 'nhận sự kiện từ', en: 'get events from' }, snapshot: { vi: 'xem một ảnh từ', en: 'see one still from' },
  live: { vi: 'xem trực tiếp', en: 'watch live' }, playback: { vi: 'xem lại hình của', en: 'play back footage of' }, clip: { vi: 'trích xuất hình của', en: 'export footage of' },
  ptz: { vi: 'xoay', en: 'turn' }, talk: { vi: 'nói qua loa', en: 'speak through' },
};
/** Of what shows no picture. */
const withoutPicture: { readonly [A in Action]?: Text } = {
  ptz: { vi: 'Chỉ xoay và phóng to; xem hình phải có phép riêng.', en: 'Only to turn and zoom; seeing the picture needs a permission of its own.' },
  talk: { vi: 'Chỉ nói, không nghe được gì.', en: 'Only to speak; nothing is heard.' },
};

/** To the second where one of the ends is not a whole minute: twenty seconds must not read as none. */
function betweenWords([from, to]: readonly [number, number], tz: string): Text {
  const exact = from % 60_000 !== 0 || to % 60_000 !== 0;
  const hour = (at: number): string => new Intl.DateTimeFormat('vi-VN', { timeZone: tz, hour: '2-digit', minute: '2-digit', ...(exact ? { second: '2-digit' } : {}), hourCycle: 'h23' }).format(at);
  const day = (at: number): string => new Intl.DateTimeFormat('vi-VN', { timeZone: tz, day: '2-digit', month: '2-digit', year: 'numeric' }).format(at);
  const first = day(from) === day(to) ? { vi: '', en: '' } : { vi: ` ngày ${day(from)}`, en: ` on ${day(from)}` };
  return { vi: ` từ ${hour(from)}${first.vi} đến ${hour(to)} ngày ${day(to)}`, en: ` from ${hour(from)}${first.en} to ${hour(to)} on ${day(to)}` };
}

/** What the owner reads of an ask; made from its fields, so that it says what she would allow. Times in the zone of the hub. */
export function askSentence({ unit, officerNo, role, camera, ask, tz }: { readonly unit: string; readonly officerNo: string; readonly role: UnitRole; readonly camera: string; readonly ask: Pick<Ask, 'action' | 'purpose' | 'caseNo' | 'footage' | 'rendition'>; readonly tz: string }): Text {
  const footage = ask.footage ? betweenWords(ask.footage, tz) : { vi: '', en: '' };
  const caseNo = ask.caseNo === undefined ? { vi: '', en: '' } : { vi: `, số hồ sơ ${ask.caseNo}`, en: `, case ${ask.caseNo}` };
  const sound = ask.rendition.audio ? { vi: 'có tiếng', en: 'with sound' } : { vi: 'không có tiếng', en: 'without sound' };
  const terms = withoutPicture[ask.action] ?? { vi: `Hình nét nhất ${ask.rendition.maxHeight}p, ${sound.vi}.`, en: `At most ${ask.rendition.maxHeight}p, ${sound.en}.` };
  return {
    vi: `${unit} (${roleWords[role].vi}, số hiệu ${officerNo}) xin ${actionWords[ask.action].vi} camera ${camera}${footage.vi} để ${purposeWords[ask.purpose].vi}${caseNo.vi}. ${terms.vi}`,
    en: `${unit} (${roleWords[role].en}, number ${officerNo}) asks to ${actionWords[ask.action].en} the camera ${camera}${footage.en} for ${purposeWords[ask.purpose].en}${caseNo.en}. ${terms.en}`,
  };
}

const allowed: { readonly [A in Action]: Text } = {
  status: { vi: 'xem tình trạng', en: 'see its state' }, event: { vi: 'nhận sự kiện', en: 'get events' }, snapshot: { vi: 'lấy ảnh chụp', en: 'take a still' }, live: { vi: 'xem trực tiếp', en: 'watch live' },
  playback: { vi: 'xem lại', en: 'play back' }, clip: { vi: 'trích xuất hình', en: 'export footage' }, ptz: { vi: 'xoay camera', en: 'turn the camera' }, talk: { vi: 'nói qua loa', en: 'speak through it' },
};
/** `Xem trực tiếp, trích xuất hình.` */
export function allowedWords(actions: readonly Action[]): Text {
  const said = (language: keyof Text): string => {
    const words = actions.map((action) => allowed[action][language]).join(', ');
    return `${words.charAt(0).toLocaleUpperCase(language)}${words.slice(1)}.`;
  };
  return { vi: said('vi'), en: said('en') };
}
