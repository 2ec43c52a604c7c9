import type { Action, GrantMode, Purpose } from '../domain/consent.ts';
import type { Language, UnitRole } from '../domain/people.ts';

/** Every wording of the text an owner signs. Sentences are short, say who does what, and come in this order. */
export interface SentenceWords {
  readonly allow: string;
  readonly nouns: Readonly<Record<UnitRole | 'unit' | 'anyone', string>>;
  readonly named: string;
  readonly of: string;
  readonly certified: string;
  readonly code: string;
  readonly modes: Readonly<Record<GrantMode, string>>;
  readonly actions: Readonly<Record<Action, string>>;
  readonly cameras: string;
  readonly explained: Readonly<Record<GrantMode, string>>;
  readonly zone: Readonly<Record<'vietnam' | 'other', string>>;
  readonly from: string;
  readonly until: string;
  readonly lapses: string;
  readonly use: string;
  readonly purposes: Readonly<Record<Purpose, string>>;
  readonly case: Readonly<Record<'required' | 'free', string>>;
  readonly height: string;
  readonly fps: string;
  readonly audio: Readonly<Record<'sound' | 'silent', string>>;
  readonly masks: Readonly<Record<'some' | 'none', string>>;
  readonly watermark: Readonly<Record<'printed' | 'bare', string>>;
  readonly access: Readonly<Record<'always' | 'never' | 'hours', string>>;
  readonly footage: Readonly<Record<'none' | 'some', string>>;
  readonly lookback: string;
  readonly filmed: Readonly<Record<'always' | 'never' | 'hours', string>>;
  readonly filmedFrom: string;
  readonly filmedUntil: string;
  readonly session: string;
  readonly concurrent: string;
  readonly perDay: string;
  readonly store: Readonly<Record<'none' | 'case', string>>;
  readonly revoke: string;
  readonly and: string;
  readonly or: string;
  readonly nothing: string;
  readonly stop: string;
}

export const sentenceWords: Readonly<Record<Language, SentenceWords>> = {
  vi: {
    allow: 'Bạn cho phép ',
    nouns: { unit: '', anyone: 'người', duty_officer: 'cán bộ trực ban', investigator: 'điều tra viên', unit_leader: 'chỉ huy' },
    named: ' tên là ', of: ' của ', certified: ', có chứng nhận ', code: 'mã ',
    modes: { ask: ' xin từng lần để ', standing: ' được ', emergency: ' được mở khẩn cấp để ' },
    actions: { status: 'biết camera còn chạy hay không', event: 'biết camera vừa thấy chuyển động', snapshot: 'lấy ảnh chụp', live: 'xem trực tiếp', playback: 'xem lại hình đã ghi', clip: 'trích xuất đoạn hình', ptz: 'xoay camera', talk: 'nói qua loa camera' },
    cameras: ' ở camera ',
    explained: {
      ask: 'Lần nào bạn bấm đồng ý thì họ mới được làm; bạn không trả lời nghĩa là không. ',
      standing: 'Họ không phải hỏi lại từng lần; lần nào cũng được ghi vào sổ của bạn. ',
      emergency: 'Phải có hai người khác vai trò cùng khai báo; mỗi lần mở nhiều nhất 30 phút, 8 camera trong vòng 300 mét; hình cũ thì chỉ từ 60 giây trước lúc mở. Bạn được báo ngay khi mở, và dừng được ngay. Trong 72 giờ phải có chỉ huy khác xem xét. ',
    },
    zone: { vietnam: 'Tính theo giờ Việt Nam, ', other: 'Tính theo giờ ' },
    from: 'cho phép này có từ ', until: ' đến ', lapses: ', rồi tự hết. ',
    use: 'Họ chỉ được dùng để ',
    purposes: { crime: 'điều tra tội phạm', admin_violation: 'xử lý vi phạm hành chính', traffic_accident: 'xử lý tai nạn giao thông', missing_person: 'tìm người mất tích', fire_rescue: 'chữa cháy, cứu nạn', public_event: 'giữ an toàn cho sự kiện công cộng', maintenance: 'bảo dưỡng camera' },
    case: { required: 'Họ phải có số hồ sơ của một vụ việc đang mở. ', free: 'Họ không cần số hồ sơ vụ việc. ' },
    height: 'Hình nét nhất là ', fps: 'p, nhiều nhất ', audio: { sound: ' hình mỗi giây, có tiếng. ', silent: ' hình mỗi giây, không có tiếng. ' },
    masks: { some: 'Hình luôn được che ở vùng ', none: 'Hình không che vùng nào. ' },
    watermark: { printed: 'Khi xem trực tiếp, tên đơn vị, số hiệu và giờ hiện đè trên hình; trong đoạn hình trích xuất thì in hẳn vào hình. ', bare: 'Trên hình không in gì thêm. ' },
    access: { always: 'Họ được xem vào bất cứ giờ nào. ', never: 'Họ không được xem vào giờ nào. ', hours: 'Họ chỉ được xem vào những giờ này: ' },
    footage: { none: 'Hình đã ghi từ trước thì họ không được xem. ', some: 'Hình đã ghi thì họ chỉ được lấy trong ' }, lookback: ' trước lúc xem. ',
    filmed: { always: '', never: 'Họ không được lấy hình quay vào giờ nào. ', hours: 'Họ chỉ được lấy hình quay vào những giờ này: ' },
    filmedFrom: 'Họ không được lấy hình quay trước ', filmedUntil: 'Họ không được lấy hình quay từ ',
    session: 'Mỗi lần xem không quá ', concurrent: '; cùng lúc không quá ', perDay: ' lượt; mỗi ngày không quá ',
    store: { none: ' lượt. Họ không được giữ lại hình. ', case: ' lượt. Họ chỉ được giữ hình trong hồ sơ vụ việc. ' },
    revoke: 'Bạn thu hồi lúc nào cũng được.',
    and: ' và ', or: ' hoặc ', nothing: 'không gì cả', stop: '. ',
  },
  en: {
    allow: 'You allow ',
    nouns: { unit: '', anyone: 'the person', duty_officer: 'a duty officer', investigator: 'an investigator', unit_leader: 'the leader' },
    named: ' named ', of: ' of ', certified: ', certified as ', code: 'code ',
    modes: { ask: ' to ask you each time to ', standing: ' to ', emergency: ', in a declared emergency, to ' },
    actions: { status: 'know whether the camera works', event: 'know that the camera saw something move', snapshot: 'take a still picture', live: 'watch live', playback: 'watch what was recorded', clip: 'copy out a recording', ptz: 'turn the camera', talk: 'speak through the camera' },
    cameras: ' on camera ',
    explained: {
      ask: 'They may do it only when you have said yes that time; no answer means no. ',
      standing: 'They need not ask again each time; every time is written in your ledger. ',
      emergency: 'Two people with different roles must declare it together; each time it lasts 30 minutes at most, on at most 8 cameras within 300 metres, and of earlier footage only from 60 seconds before it opens. You are told at once when it opens, and can stop it at once. Within 72 hours another leader must review it. ',
    },
    zone: { vietnam: 'In Vietnamese time, ', other: 'On the clocks of ' },
    from: 'this permission begins on ', until: ' and ends on ', lapses: ' by itself. ',
    use: 'They may use it only to ',
    purposes: { crime: 'investigate a crime', admin_violation: 'deal with an administrative violation', traffic_accident: 'deal with a traffic accident', missing_person: 'find a missing person', fire_rescue: 'fight a fire or rescue people', public_event: 'keep a public event safe', maintenance: 'look after the camera' },
    case: { required: 'They must give the number of an open case. ', free: 'They need not give a case number. ' },
    height: 'The picture is no sharper than ', fps: 'p, with at most ', audio: { sound: ' pictures a second, with sound. ', silent: ' pictures a second, without sound. ' },
    masks: { some: 'The picture is always covered at ', none: 'No part of the picture is covered. ' },
    watermark: { printed: 'While they watch live, the unit, the officer number and the time are shown over the picture; in a recording copied out, they are printed into the picture itself. ', bare: 'Nothing is printed in the picture. ' },
    access: { always: 'They may look at any hour. ', never: 'There is no hour at which they may look. ', hours: 'They may look only at these hours: ' },
    footage: { none: 'They may not have anything recorded earlier. ', some: 'Of what was recorded, they may have only the last ' }, lookback: ' before they look. ',
    filmed: { always: '', never: 'They may have nothing that was filmed. ', hours: 'They may have only what was filmed at these hours: ' },
    filmedFrom: 'They may have nothing filmed before ', filmedUntil: 'They may have nothing filmed from the moment of ',
    session: 'Each viewing lasts at most ', concurrent: '; at most ', perDay: ' at one time, and in one day at most ',
    store: { none: '. They may keep no picture. ', case: '. They may keep pictures only in the case file. ' },
    revoke: 'You can take this back at any time.',
    and: ' and ', or: ' or ', nothing: 'nothing', stop: '. ',
  },
};
