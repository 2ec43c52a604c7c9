import { wordsOf } from './words-of.ts';

export const sharing = wordsOf({
  vi: {
    title: 'Chia sẻ', lead: 'Bạn quyết định ai được xin xem, để làm gì và lúc nào. Bạn dừng được bất cứ lúc nào.', newTitle: 'Chia sẻ với một đơn vị', newLead: 'Chọn cách chia sẻ. Câu bên dưới là đúng những gì bạn đồng ý, không hơn.',
    give: 'Chia sẻ thêm', none: 'Bạn chưa chia sẻ với ai. Không ai ngoài nhà bạn xem được camera.', giveFirst: 'Chia sẻ với một đơn vị',
    inForce: 'Đang có hiệu lực', ended: 'Đã dừng hoặc hết hạn', how: 'Bạn muốn chia sẻ thế nào?',
    preset_ask_each_time: 'Hỏi tôi từng lần', preset_ask_each_time_text: 'Mỗi lần họ cần, bạn nhận một yêu cầu và bấm đồng ý hay không. Bạn im lặng là không.',
    preset_nights: 'Ban đêm', preset_nights_text: 'Họ xem được trong giờ đêm, không cần hỏi từng lần. Bạn thấy ngay mỗi lần xem.',
    preset_on_incident: 'Khi có vụ việc', preset_on_incident_text: 'Chỉ khi có số hồ sơ vụ việc. Bạn thấy số hồ sơ ở mỗi lần xem.',
    recommended: 'Nên dùng cho gia đình', barAsk: 'Cả ngày: hỏi bạn từng lần', barCase: 'Cả ngày: chỉ khi có vụ việc', barOpen: 'Được xem {{hours}}', barAllDay: 'cả ngày',
    cameras: 'Camera nào?', unit: 'Cho ai?', owner: 'Camera của', days: 'Trong bao lâu?', days_choice_other: '{{count}} ngày', daysHint: 'Hết hạn thì dừng hẳn. Hub nhắc bạn trước 14 ngày và không tự gia hạn.',
    youAgree: 'Bạn đồng ý điều này', writing: 'Đang viết câu…', agree: 'Đồng ý chia sẻ', agreed: 'Đã chia sẻ. Bạn dừng được ngay trên thẻ này.', later: 'Để sau',
    noUnits: 'Hub này chưa có đơn vị nào để chia sẻ. Người vận hành hub thêm đơn vị trước.', noCameras: 'Chưa có camera nào được bạn xác nhận, nên chưa chia sẻ được.', onlyOwner: 'Chỉ chủ camera mới cho phép chia sẻ. Bạn vẫn dừng được mọi chia sẻ.', chooseCamera: 'Chọn ít nhất một camera.', chooseUnit: 'Chọn một đơn vị', chooseUnitFirst: 'Chọn đơn vị, câu bạn đồng ý sẽ hiện ở đây.',
    problems: 'Cần sửa trước khi đồng ý', openNow: 'Đang mở lúc này', notNow: 'Ngoài giờ lúc này', asksFirst: 'Hỏi từng lần', revoked: 'Đã dừng', expired: 'Hết hạn',
    signed: '{{by}} đồng ý lúc {{at}}', until: 'Đến {{date}}', revoke: 'Dừng chia sẻ', revokedAt: 'Đã dừng lúc {{at}}', revokeDone: 'Đã dừng lúc {{at}}. Ai đang xem theo cho phép này đã bị ngắt.',
    whoNow: 'Lúc này ai xem được gì', perCamera: 'Từng camera: lúc này ai xem được gì', nobodyNow: 'Ngoài nhà bạn, lúc này không ai xem được.', may: 'được phép', mustAsk: 'phải hỏi bạn', untilMoment: 'đến {{moment}}',
  },
  en: {
    title: 'Sharing', lead: 'You decide who may ask to look, what for and when. You can stop at any time.', newTitle: 'Share with a unit', newLead: 'Choose how. The sentence below is exactly what you agree to, and nothing more.',
    give: 'Share more', none: 'You share with nobody. Nobody outside your home can see your cameras.', giveFirst: 'Share with a unit',
    inForce: 'In force', ended: 'Stopped or expired', how: 'How do you want to share?',
    preset_ask_each_time: 'Ask me each time', preset_ask_each_time_text: 'Whenever they need something you get a request and say yes or no. Your silence means no.',
    preset_nights: 'At night', preset_nights_text: 'They may look during the night hours without asking each time. You see every look at once.',
    preset_on_incident: 'When something has happened', preset_on_incident_text: 'Only with a case number, which you see with every look.',
    recommended: 'Suits most homes', barAsk: 'All day: you are asked each time', barCase: 'All day: only when something has happened', barOpen: 'May look {{hours}}', barAllDay: 'all day',
    cameras: 'Which cameras?', unit: 'With whom?', owner: 'Cameras of', days: 'For how long?', days_choice_one: '{{count}} day', days_choice_other: '{{count}} days', daysHint: 'Then it ends. The hub reminds you 14 days before and never renews by itself.',
    youAgree: 'This is what you agree to', writing: 'Writing the sentence…', agree: 'Agree to share', agreed: 'Shared. You can stop it right on this card.', later: 'Later',
    noUnits: 'This hub knows no unit to share with yet. Whoever runs the hub adds one first.', noCameras: 'You have confirmed no camera yet, so nothing can be shared.', onlyOwner: 'Only the camera owner can allow sharing. You can still stop any of it.', chooseCamera: 'Choose at least one camera.', chooseUnit: 'Choose a unit', chooseUnitFirst: 'Choose a unit, and the sentence you agree to appears here.',
    problems: 'To be mended before you can agree', openNow: 'Open at this moment', notNow: 'Outside its hours now', asksFirst: 'Asks each time', revoked: 'Stopped', expired: 'Expired',
    signed: '{{by}} agreed at {{at}}', until: 'Until {{date}}', revoke: 'Stop sharing', revokedAt: 'Stopped at {{at}}', revokeDone: 'Stopped at {{at}}. Whoever was watching under it was cut off.',
    whoNow: 'Who can see what now', perCamera: 'Camera by camera: who can see what now', nobodyNow: 'Outside your home, nobody can see anything now.', may: 'may', mustAsk: 'has to ask you', untilMoment: 'until {{moment}}',
  },
});
