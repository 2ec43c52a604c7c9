import { wordsOf } from './words-of.ts';

export const player = wordsOf({
  vi: {
    picture: 'Hình của camera {{name}}', opening: 'Đang mở hình…', live: 'Trực tiếp', 
    lost: 'Mất liên lạc với hub. Đang nối lại…', waiting: 'Camera tạm mất hình. Hub đang nối lại…',
    revoked: 'Chủ camera đã dừng chia sẻ lúc {{at}}.', paused: 'Chủ camera đã tạm dừng lúc {{at}}.', expired: 'Thời gian được xem đã hết lúc {{at}}.',
    signedOut: 'Bạn đã đăng xuất nên hình đã đóng.', clock: 'Hub chưa chắc về đồng hồ của mình nên không mở hình từ xa.', notRecorded: 'Không ghi được vào sổ truy cập nên không có hình.',
    refused: 'Hub không mở hình này.', stopped: 'Đã dừng xem lúc {{at}}.', askAgain: 'Cần hỏi lại chủ camera: lần đồng ý này đã dùng rồi.', toRequests: 'Tới yêu cầu của tôi',
    again: 'Thử lại', sound: 'Bật tiếng', quiet: 'Tắt tiếng', whole: 'Toàn màn hình', small: 'Thu nhỏ', sharp: 'Nét', light: 'Nhẹ mạng', toSharp: 'Đổi sang hình nét hơn', toLight: 'Đổi sang hình nhẹ mạng',
    code: 'Mã: {{code}}', controls: 'Điều khiển hình',
  },
  en: {
    picture: 'Picture of the camera {{name}}', opening: 'Opening the picture…', live: 'Live', 
    lost: 'No contact with the hub. Reconnecting…', waiting: 'No picture from the camera at the moment. The hub is reconnecting…',
    revoked: 'The owner stopped sharing at {{at}}.', paused: 'The owner paused sharing at {{at}}.', expired: 'The time to watch ended at {{at}}.',
    signedOut: 'You signed out, so the picture was closed.', clock: 'The hub is not sure of its clock, so it opens no picture from afar.', notRecorded: 'The access could not be written to the ledger, so there is no picture.',
    refused: 'The hub does not open this picture.', stopped: 'Viewing stopped at {{at}}.', askAgain: 'You need to ask the owner again: this approval has been used.', toRequests: 'To my requests',
    again: 'Try again', sound: 'Turn sound on', quiet: 'Turn sound off', whole: 'Full screen', small: 'Leave full screen', sharp: 'Sharp', light: 'Light', toSharp: 'Change to a sharper picture', toLight: 'Change to a lighter picture',
    code: 'Code: {{code}}', controls: 'Picture controls',
  },
});
