import { wordsOf } from './words-of.ts';

export const requests = wordsOf({
  vi: {
    title: 'Yêu cầu', lead: 'Ai muốn xem thì phải hỏi. Bạn không trả lời nghĩa là không.', none: 'Không có yêu cầu nào đang chờ bạn.', noneText: 'Khi có người xin xem, bạn được báo ngay và trả lời ở đây.',
    waiting: 'Đang chờ bạn', history: 'Trước đây', wants: '{{who}} xin {{what}}', who: '{{role}} {{name}}, số hiệu {{number}}',
    camera: 'Camera', footage: 'Đoạn hình', footageIs: '{{from}} – {{to}} ({{span}})', why: 'Mục đích', case: 'Số hồ sơ', message: 'Lời nhắn', noCase: 'Không có', lapses: 'Tự hết hạn nếu bạn không trả lời:',
    approve: 'Đồng ý', decline: 'Từ chối', declineNote: 'Từ chối không cần lý do. Họ chỉ biết là chưa được đồng ý.', approvedToast: 'Đã đồng ý lần này.', declinedToast: 'Đã từ chối.',
    ifAgree: 'Nếu bạn đồng ý', status_pending: 'Đang chờ', status_approved: 'Đã đồng ý', status_declined: 'Đã từ chối', status_lapsed: 'Đã hết hạn', status_withdrawn: 'Họ đã rút lại',
    asked: 'Hỏi lúc {{moment}}', decided: 'trả lời lúc {{moment}}', used: 'đã dùng lúc {{moment}}', openUntil: 'Xem được đến lúc {{moment}}', notYours: 'Chỉ chủ camera, người cùng nhà hoặc quản lý trả lời được yêu cầu.',
  },
  en: {
    title: 'Requests', lead: 'Whoever wants to look has to ask. No answer from you means no.', none: 'No request is waiting for you.', noneText: 'When somebody asks, you hear at once and answer here.',
    waiting: 'Waiting for you', history: 'Earlier', wants: '{{who}} asks for {{what}}', who: '{{role}} {{name}}, number {{number}}',
    camera: 'Camera', footage: 'Footage', footageIs: '{{from}} – {{to}} ({{span}})', why: 'Purpose', case: 'Case number', message: 'In their words', noCase: 'None', lapses: 'Lapses by itself if you do not answer:',
    approve: 'Agree', decline: 'Decline', declineNote: 'Declining needs no reason. They only learn that you have not agreed.', approvedToast: 'Agreed, this once.', declinedToast: 'Declined.',
    ifAgree: 'If you agree', status_pending: 'Waiting', status_approved: 'Agreed', status_declined: 'Declined', status_lapsed: 'Lapsed', status_withdrawn: 'They withdrew it',
    asked: 'Asked at {{moment}}', decided: 'answered at {{moment}}', used: 'used at {{moment}}', openUntil: 'May look until {{moment}}', notYours: 'Only the owner, somebody of the household or a manager can answer requests.',
  },
});
