import type { EmergencyEnd, EmergencyGround, SuspensionCause } from '../domain/emergency.ts';
import type { NoticeKind } from '../domain/notice.ts';
import type { Text } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';
import type { EmergencyTable } from '../store/schema-consent.ts';

/** What a notice says; whoever sends notices takes it as it is. */
export interface EmergencyNews {
  readonly kind: NoticeKind;
  readonly title: Text;
  readonly body: Text;
  readonly link: string;
}
export const groundWords: { readonly [G in EmergencyGround]: Text } = {
  life_danger: { vi: 'có người nguy hiểm tính mạng', en: 'a life is in danger' },
  crime_in_progress: { vi: 'tội phạm đang diễn ra', en: 'a crime is in progress' },
  missing_vulnerable: { vi: 'trẻ em hoặc người yếu thế mất tích', en: 'a child or vulnerable person is missing' },
  fire_disaster: { vi: 'cháy hoặc thiên tai', en: 'a fire or disaster' },
  serious_accident: { vi: 'tai nạn giao thông nghiêm trọng', en: 'a serious traffic accident' },
};
const endWords: { readonly [E in EmergencyEnd]: Text } = {
  time: { vi: 'hết giờ', en: 'its time was over' }, officer: { vi: 'cán bộ đóng lại', en: 'an officer closed it' }, leader: { vi: 'chỉ huy đóng lại', en: 'the leader closed it' },
  owner: { vi: 'chủ camera dừng', en: 'the owner stopped it' }, membership: { vi: 'một trong hai người mở không còn ở đơn vị', en: 'one of the two who opened it left the unit' },
  clock: { vi: 'hub không chắc giờ của mình', en: 'the hub was not sure of its clock' }, suspended: { vi: 'đơn vị bị tạm ngừng quyền', en: 'the unit\'s right was suspended' },
};
const causeWords: { readonly [C in SuspensionCause]: Text } = {
  missed: { vi: 'vì một lần mở không được xem xét trong 72 giờ', en: 'because one was not reviewed within 72 hours' },
  unjustified: { vi: 'vì một lần mở bị kết luận là không có lý do chính đáng', en: 'because one was found unjustified' },
};
const clockOf = (at: Instant, tz: string): string => new Intl.DateTimeFormat('vi-VN', { timeZone: tz, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
const dayOf = (at: Instant, tz: string): string => new Intl.DateTimeFormat('vi-VN', { timeZone: tz, hour: '2-digit', minute: '2-digit', day: '2-digit', month: '2-digit', hourCycle: 'h23' }).format(at);
const list = (names: readonly string[], and: string): string => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${and} ${names.at(-1)}`);

/** To those of the unit who could be the second person. */
export function pleaseConfirm({ ground, place, declared_no, lapses_at }: EmergencyTable, cameras: number, tz: string): EmergencyNews {
  return {
    kind: 'emergency.declared', link: '/officer/emergencies', title: { vi: 'Cần người thứ hai xác nhận mở khẩn cấp', en: 'An emergency needs a second person' },
    body: {
      vi: `Số hiệu ${declared_no} khai báo: ${groundWords[ground].vi}, tại ${place}, ${cameras} camera. Xác nhận trước ${clockOf(lapses_at, tz)}, nếu không thì không mở gì.`,
      en: `Number ${declared_no} declares: ${groundWords[ground].en}, at ${place}, ${cameras} cameras. Confirm before ${clockOf(lapses_at, tz)}, or nothing opens.`,
    },
  };
}
/** To the owner, at the start: all she needs to decide whether it goes on. */
export function openedNews({ ground, place, words, declared_no, seconded_no, until_at }: EmergencyTable, unit: string, cameras: readonly string[], tz: string): EmergencyNews {
  const until = clockOf(until_at ?? 0, tz);
  return {
    kind: 'emergency.opened', link: '/', title: { vi: `${unit} vừa mở khẩn cấp camera của bạn`, en: `${unit} has opened your camera in an emergency` },
    body: {
      vi: `Camera ${list(cameras, 'và')}, đến ${until}. Lý do: ${groundWords[ground].vi}, tại ${place}. “${words}” Số hiệu ${declared_no} khai báo, số hiệu ${seconded_no ?? ''} xác nhận. Bạn dừng ngay được, không cần mật khẩu.`,
      en: `Camera ${list(cameras, 'and')}, until ${until}. Ground: ${groundWords[ground].en}, at ${place}. “${words}” Declared by number ${declared_no}, confirmed by number ${seconded_no ?? ''}. You can stop it at once, without a password.`,
    },
  };
}
export interface Seen {
  readonly camera: string;
  readonly officerNo: string;
  readonly seconds: number;
}
/** To the owner, at the end. */
export function endedNews(unit: string, at: Instant, why: EmergencyEnd, seen: readonly Seen[], tz: string): EmergencyNews {
  const line = (minute: string, second: string) => ({ camera, officerNo, seconds }: Seen, number: string): string => `${camera}: ${seconds >= 60 ? `${Math.floor(seconds / 60)} ${minute} ` : ''}${Math.round(seconds % 60)} ${second} (${number} ${officerNo})`;
  const vi = seen.map((each) => line('phút', 'giây')(each, 'số hiệu')).join('; ');
  const en = seen.map((each) => line('min', 's')(each, 'number')).join('; ');
  return {
    kind: 'emergency.ended', link: '/emergencies', title: { vi: `Lần mở khẩn cấp của ${unit} đã kết thúc`, en: `The emergency of ${unit} is over` },
    body: {
      vi: `Kết thúc lúc ${clockOf(at, tz)}: ${endWords[why].vi}. ${seen.length === 0 ? 'Không ai mở hình camera của bạn.' : `Đã xem ${vi}.`} Một chỉ huy không tham gia sẽ xem xét trong 72 giờ, và bạn được báo kết quả.`,
      en: `It ended at ${clockOf(at, tz)}: ${endWords[why].en}. ${seen.length === 0 ? 'Nobody opened your camera.' : `Watched: ${en}.`} A leader who had no part in it reviews it within 72 hours, and you are told the result.`,
    },
  };
}
export function reviewNews({ ground, place, review_due_at }: EmergencyTable, tz: string, hasReviewer: boolean): EmergencyNews {
  const due = dayOf(review_due_at ?? 0, tz);
  return {
    kind: 'emergency.review', link: '/officer/emergencies', title: hasReviewer ? { vi: 'Một lần mở khẩn cấp cần bạn xem xét', en: 'An emergency needs your review' } : { vi: 'Lần mở khẩn cấp chưa có ai xem xét được', en: 'Nobody can review the emergency yet' },
    body: {
      vi: `${groundWords[ground].vi.replace(/^./u, (first) => first.toLocaleUpperCase('vi'))}, tại ${place}. ${hasReviewer ? 'Xem xét' : 'Mọi chỉ huy đều đã tham gia; đơn vị cần thêm một chỉ huy khác xem xét'} trước ${due}, nếu không đơn vị bị tạm ngừng quyền mở khẩn cấp.`,
      en: `${groundWords[ground].en.replace(/^./u, (first) => first.toLocaleUpperCase('en'))}, at ${place}. ${hasReviewer ? 'Review it' : 'Every leader took part in it; the unit needs another leader to review it'} before ${due}, or the unit loses its right to declare emergencies.`,
    },
  };
}
export function reviewedNews(row: EmergencyTable, unit: string): EmergencyNews {
  const good = row.status === 'justified';
  return {
    kind: 'emergency.reviewed', link: '/emergencies', title: { vi: `Đã xem xét lần mở khẩn cấp của ${unit}`, en: `The emergency of ${unit} was reviewed` },
    body: {
      vi: `Kết luận: ${good ? 'có lý do chính đáng' : 'không có lý do chính đáng'}. “${row.review_words ?? ''}” Nếu bạn không đồng ý, bạn gửi khiếu nại được.`,
      en: `Finding: ${good ? 'justified' : 'not justified'}. “${row.review_words ?? ''}” If you disagree, you can file a complaint.`,
    },
  };
}
export function suspendedNews(unit: string, cause: SuspensionCause): EmergencyNews {
  return {
    kind: 'emergency.suspended', link: '/officer/emergencies', title: { vi: `${unit} bị tạm ngừng quyền mở khẩn cấp`, en: `${unit} may not declare emergencies for now` },
    body: { vi: `Tạm ngừng ${causeWords[cause].vi}. Chỉ lãnh đạo UBND mới cho lại được, kèm lý do.`, en: `Suspended ${causeWords[cause].en}. Only a leader of the people's committee can give the right back, with a reason.` },
  };
}
export function liftedNews(unit: string, words: string): EmergencyNews {
  return {
    kind: 'emergency.suspended', link: '/officer/emergencies', title: { vi: `${unit} lại có quyền mở khẩn cấp`, en: `${unit} may declare emergencies again` },
    body: { vi: `Lãnh đạo UBND cho lại quyền: “${words}”`, en: `A leader of the people's committee gave the right back: “${words}”` },
  };
}
