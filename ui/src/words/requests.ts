import { wordsOf } from './words-of.ts';

export const requests = wordsOf({
  vi: {
    title: 'Yêu cầu', lead: 'Ai muốn xem thì phải hỏi. Bạn không trả lời nghĩa là không.', none: 'Không có yêu cầu nào đang chờ bạn.', noneText: 'Khi có người xin xem, bạn được báo ngay và trả lời ở đây.', papersWait_other: 'Không ai đang xin xem. Ở dưới có {{count}} văn bản chờ bạn.',
    waiting: 'Đang chờ bạn', history: 'Trước đây', wants: '{{who}} xin {{what}}', who: '{{role}} {{name}}, số hiệu {{number}}',
    camera: 'Camera', footage: 'Đoạn hình', footageIs: '{{from}} – {{to}} ({{span}})', why: 'Mục đích', case: 'Số hồ sơ', message: 'Lời nhắn', noCase: 'Không có', lapses: 'Tự hết hạn nếu bạn không trả lời:',
    approve: 'Đồng ý', decline: 'Từ chối', declineNote: 'Từ chối không cần lý do. Họ chỉ biết là chưa được đồng ý.', approvedToast: 'Đã đồng ý lần này.', declinedToast: 'Đã từ chối.',
    ifAgree: 'Nếu bạn đồng ý', status_pending: 'Đang chờ', status_approved: 'Đã đồng ý', status_declined: 'Đã từ chối', status_lapsed: 'Đã hết hạn', status_withdrawn: 'Họ đã rút lại',
    asked: 'Hỏi lúc {{moment}}', decided: 'trả lời lúc {{moment}}', used: 'đã dùng lúc {{moment}}', openUntil: 'Xem được đến lúc {{moment}}', notYours: 'Chỉ chủ camera, người cùng nhà hoặc quản lý trả lời được yêu cầu.',
    trim: 'Cắt bớt', trimTitle: 'Bạn cho phần nào?', trimFrom: 'Từ', trimTo: 'đến', trimLeft: 'Còn lại {{span}} trong {{whole}}', trimMinutes: 'Cho xem bao lâu, tính từ lúc bạn đồng ý?', minutes_other: '{{count}} phút', trimSmall: 'Hình nhỏ hơn (360p)', trimSmallText: 'Khó nhận ra mặt người ở xa.', trimQuiet: 'Bỏ tiếng', trimYes: 'Đồng ý phần này', trimBack: 'Thôi, xem lại', trimmed: 'Bạn đã cắt bớt: {{what}}', trimmedFor: 'Chủ camera cho một phần: {{what}}',
    preview: 'Họ xin đoạn hình này', previewMaking: 'Hub đang chuẩn bị hình cho bạn xem trước…', previewNone: 'Hub không có hình ghi trong khoảng này.', previewFailed: 'Chưa xem trước được. Bạn vẫn trả lời được.', previewNote: 'Xem nhanh, không tiếng, chỉ bạn thấy.', play: 'Chạy', stop: 'Dừng hình',
    held: 'Hub đang giữ đoạn hình này cho đến khi bạn trả lời. Người xin không biết điều đó.', noRoom: 'Hub hết chỗ giữ riêng đoạn này, nên nó có thể bị ghi đè nếu để lâu.',
  },
  en: {
    title: 'Requests', lead: 'Whoever wants to look has to ask. No answer from you means no.', none: 'No request is waiting for you.', noneText: 'When somebody asks, you hear at once and answer here.', papersWait_one: 'Nobody is asking to look. {{count}} paper below waits for you.', papersWait_other: 'Nobody is asking to look. {{count}} papers below wait for you.',
    waiting: 'Waiting for you', history: 'Earlier', wants: '{{who}} asks for {{what}}', who: '{{role}} {{name}}, number {{number}}',
    camera: 'Camera', footage: 'Footage', footageIs: '{{from}} – {{to}} ({{span}})', why: 'Purpose', case: 'Case number', message: 'In their words', noCase: 'None', lapses: 'Lapses by itself if you do not answer:',
    approve: 'Agree', decline: 'Decline', declineNote: 'Declining needs no reason. They only learn that you have not agreed.', approvedToast: 'Agreed, this once.', declinedToast: 'Declined.',
    ifAgree: 'If you agree', status_pending: 'Waiting', status_approved: 'Agreed', status_declined: 'Declined', status_lapsed: 'Lapsed', status_withdrawn: 'They withdrew it',
    asked: 'Asked at {{moment}}', decided: 'answered at {{moment}}', used: 'used at {{moment}}', openUntil: 'May look until {{moment}}', notYours: 'Only the owner, somebody of the household or a manager can answer requests.',
    trim: 'Give less', trimTitle: 'Which part may they have?', trimFrom: 'From', trimTo: 'to', trimLeft: '{{span}} of {{whole}}', trimMinutes: 'How long may they watch, from your yes on?', minutes_one: '{{count}} minute', minutes_other: '{{count}} minutes', trimSmall: 'A smaller picture (360p)', trimSmallText: 'Faces far away are hard to make out.', trimQuiet: 'Without sound', trimYes: 'Agree to this part', trimBack: 'Back', trimmed: 'You gave less: {{what}}', trimmedFor: 'The owner gave a part of it: {{what}}',
    preview: 'This is what they ask for', previewMaking: 'The hub is getting it ready for you…', previewNone: 'Nothing was recorded in this interval.', previewFailed: 'It cannot be shown beforehand just now. You can answer all the same.', previewNote: 'A quick look without sound; only you see it.', play: 'Play', stop: 'Stop the picture',
    held: 'The hub keeps this footage until you have answered. Whoever asks does not know.', noRoom: 'The hub has no room to keep this footage apart, so it may be overwritten in time.',
  },
});
