import { wordsOf } from './words-of.ts';

export const sharing = wordsOf({
  vi: {
    title: 'Chia sẻ', lead: 'Bạn quyết định ai được xin xem, để làm gì và lúc nào. Bạn dừng được bất cứ lúc nào.', newTitle: 'Chia sẻ với một đơn vị', newLead: 'Chọn cách chia sẻ. Câu bên dưới là đúng những gì bạn đồng ý, không hơn.',
    give: 'Chia sẻ thêm', none: 'Bạn chưa chia sẻ với ai. Không ai ngoài nhà bạn xem được camera.', giveFirst: 'Chia sẻ với một đơn vị',
    inForce: 'Đang có hiệu lực', ended: 'Đã dừng hoặc hết hạn', how: 'Bạn muốn chia sẻ thế nào?',
    preset_ask_each_time: 'Hỏi tôi từng lần', preset_ask_each_time_text: 'Mỗi lần họ cần, bạn nhận một yêu cầu và bấm đồng ý hay không. Bạn im lặng là không.',
    preset_nights: 'Ban đêm', preset_nights_text: 'Họ xem được trong giờ đêm, không cần hỏi từng lần. Bạn thấy ngay mỗi lần xem.',
    preset_on_incident: 'Khi có vụ việc', preset_on_incident_text: 'Chỉ khi có số hồ sơ vụ việc. Bạn thấy số hồ sơ ở mỗi lần xem.',
    preset_emergency: 'Mở khẩn cấp', preset_emergency_text: 'Chỉ khi có người gặp nguy hiểm. Hai cán bộ khác vai trò cùng mở, nhiều nhất 30 phút, không tiếng, không trích xuất. Bạn được báo ngay và dừng được ngay.', emergencyOff: 'Tắt, trừ khi bạn bật', emergencyOnly: 'Chỉ khi khẩn cấp', noPosition: 'Chưa ghi vị trí trên bản đồ: {{names}}. Camera chưa có vị trí thì không được mở khi khẩn cấp; bạn ghi ở trang của camera.',
    recommended: 'Nên dùng cho gia đình', barAsk: 'Cả ngày: hỏi bạn từng lần', barCase: 'Cả ngày: chỉ khi có vụ việc', barOpen: 'Được xem {{hours}}', barAllDay: 'cả ngày',
    cameras: 'Camera nào?', unit: 'Cho ai?', owner: 'Camera của', days: 'Trong bao lâu?', days_choice_other: '{{count}} ngày', daysHint: 'Hết hạn thì dừng hẳn. Hub nhắc bạn trước 14 ngày và không tự gia hạn.',
    youAgree: 'Bạn đồng ý điều này', writing: 'Đang viết câu…', agree: 'Đồng ý chia sẻ', agreed: 'Đã chia sẻ. Bạn dừng được ngay trên thẻ này.', later: 'Để sau',
    noUnits: 'Hub này chưa có đơn vị nào để chia sẻ. Người vận hành hub thêm đơn vị trước.', noCameras: 'Chưa có camera nào được bạn xác nhận, nên chưa chia sẻ được.', onlyOwner: 'Chỉ chủ camera mới cho phép chia sẻ. Bạn vẫn dừng được mọi chia sẻ.', chooseCamera: 'Chọn ít nhất một camera.', chooseUnit: 'Chọn một đơn vị', chooseUnitFirst: 'Chọn đơn vị, câu bạn đồng ý sẽ hiện ở đây.',
    problems: 'Cần sửa trước khi đồng ý', openNow: 'Đang mở lúc này', notNow: 'Ngoài giờ lúc này', heldPause: 'Đang tạm dừng', heldPrivacy: 'Đang giờ riêng tư', heldMerge: 'Đóng, chờ bạn xác nhận', heldBlock: 'Đang bị chặn', asksFirst: 'Hỏi từng lần', revoked: 'Đã dừng', expired: 'Hết hạn',
    signed: '{{by}} đồng ý lúc {{at}}', until: 'Đến {{date}}', revoke: 'Dừng chia sẻ', revokedAt: 'Đã dừng lúc {{at}}', revokeDone: 'Đã dừng lúc {{at}}. Ai đang xem theo cho phép này đã bị ngắt.',
  },
  en: {
    title: 'Sharing', lead: 'You decide who may ask to look, what for and when. You can stop at any time.', newTitle: 'Share with a unit', newLead: 'Choose how. The sentence below is exactly what you agree to, and nothing more.',
    give: 'Share more', none: 'You share with nobody. Nobody outside your home can see your cameras.', giveFirst: 'Share with a unit',
    inForce: 'In force', ended: 'Stopped or expired', how: 'How do you want to share?',
    preset_ask_each_time: 'Ask me each time', preset_ask_each_time_text: 'Whenever they need something you get a request and say yes or no. Your silence means no.',
    preset_nights: 'At night', preset_nights_text: 'They may look during the night hours without asking each time. You see every look at once.',
    preset_on_incident: 'When something has happened', preset_on_incident_text: 'Only with a case number, which you see with every look.',
    preset_emergency: 'In an emergency', preset_emergency_text: 'Only when somebody is in danger. Two officers with different roles open it together, for 30 minutes at most, without sound or copies. You are told at once and can stop it at once.', emergencyOff: 'Off, unless you switch it on', emergencyOnly: 'Only in an emergency', noPosition: 'Not on the map yet: {{names}}. A camera without a position is not opened in an emergency; you can give it one on its page.',
    recommended: 'Suits most homes', barAsk: 'All day: you are asked each time', barCase: 'All day: only when something has happened', barOpen: 'May look {{hours}}', barAllDay: 'all day',
    cameras: 'Which cameras?', unit: 'With whom?', owner: 'Cameras of', days: 'For how long?', days_choice_one: '{{count}} day', days_choice_other: '{{count}} days', daysHint: 'Then it ends. The hub reminds you 14 days before and never renews by itself.',
    youAgree: 'This is what you agree to', writing: 'Writing the sentence…', agree: 'Agree to share', agreed: 'Shared. You can stop it right on this card.', later: 'Later',
    noUnits: 'This hub knows no unit to share with yet. Whoever runs the hub adds one first.', noCameras: 'You have confirmed no camera yet, so nothing can be shared.', onlyOwner: 'Only the camera owner can allow sharing. You can still stop any of it.', chooseCamera: 'Choose at least one camera.', chooseUnit: 'Choose a unit', chooseUnitFirst: 'Choose a unit, and the sentence you agree to appears here.',
    problems: 'To be mended before you can agree', openNow: 'Open at this moment', notNow: 'Outside its hours now', heldPause: 'Paused now', heldPrivacy: 'Private hours now', heldMerge: 'Shut until you confirm', heldBlock: 'Blocked now', asksFirst: 'Asks each time', revoked: 'Stopped', expired: 'Expired',
    signed: '{{by}} agreed at {{at}}', until: 'Until {{date}}', revoke: 'Stop sharing', revokedAt: 'Stopped at {{at}}', revokeDone: 'Stopped at {{at}}. Whoever was watching under it was cut off.',
  },
});
