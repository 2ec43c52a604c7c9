import { wordsOf } from './words-of.ts';

export const uplink = wordsOf({
  vi: {
    title: 'Đường mạng ra ngoài', text: 'Người xem từ xa được dùng bao nhiêu đường mạng', lead: 'Xem ở xa thì hình đi qua đường tải lên của nhà bạn. Đặt một mức để lúc nào cả nhà cũng còn mạng mà dùng. Xem trong nhà không tính.',
    nobody: 'Không ai đang xem từ xa.', using: 'Đang dùng {{used}}', usingOf: 'Đang dùng {{used}} trong {{cap}}', viewers_other: '{{count}} người đang xem từ xa', slowed_other: '{{count}} người đang được gửi hình thưa hơn cho vừa đường mạng',
    limit: 'Mức cho tất cả người xem từ xa cộng lại', limitHint: 'Đo tốc độ tải lên của nhà rồi chọn khoảng một nửa. Camera 720p thường cần 1 đến 2 Mbit/s.', none: 'Không giới hạn', save: 'Lưu mức này', megabits: '{{value}} Mbit/s', kilobits: '{{value}} kbit/s',
    order: 'Khi đường mạng chật', orderOwner: 'Người nhà được ưu tiên trước nhất.', orderEmergency: 'Rồi đến lần mở khẩn cấp, lần bạn đã đồng ý, sau cùng là quyền xem thường xuyên.', orderSteps: 'Ai phải nhường thì được gửi luồng nhỏ, rồi hình thưa, rồi ảnh vài giây một lần; không còn chỗ nữa thì hub báo là đường mạng đầy.',
    hub: 'Cả hub', hubCap: 'Người vận hành hub đặt mức chung cho mọi nhà là {{cap}}.', onlyOwner: 'Chủ nhà và người cùng nhà đổi được mức này.',
  },
  en: {
    title: 'Line to the outside', text: 'How much of your line people far away may use', lead: 'When somebody watches from elsewhere, the picture goes out over your home\'s upload. Set a limit so that the family always has some left. Watching at home does not count.',
    nobody: 'Nobody is watching from outside.', using: 'Using {{used}}', usingOf: 'Using {{used}} of {{cap}}', viewers_one: '{{count}} person is watching from outside', viewers_other: '{{count}} people are watching from outside', slowed_one: '{{count}} of them gets fewer pictures, to fit the line', slowed_other: '{{count}} of them get fewer pictures, to fit the line',
    limit: 'Limit for everybody outside together', limitHint: 'Measure your home\'s upload and choose about half. A 720p camera usually takes 1 to 2 Mbit/s.', none: 'No limit', save: 'Save this limit', megabits: '{{value}} Mbit/s', kilobits: '{{value}} kbit/s',
    order: 'When the line is full', orderOwner: 'People of the house go first.', orderEmergency: 'Then an emergency, then what you agreed to for this once, and last a standing permission.', orderSteps: 'Whoever has to give way gets the small stream, then fewer pictures, then a still every few seconds. When nothing fits any more, the hub says that the line is full.',
    hub: 'The whole hub', hubCap: 'Whoever runs the hub has set {{cap}} for all homes together.', onlyOwner: 'The owner and members of the household can change this.',
  },
});
