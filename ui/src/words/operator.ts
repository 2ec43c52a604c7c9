import { wordsOf } from './words-of.ts';

export const operator = wordsOf({
  vi: {
    title: 'Tình trạng hub', lead: 'Người vận hành thấy máy móc, không thấy hình.', allWell: 'Hub đang chạy tốt.', attention_other: 'Có {{count}} việc cần xem.',
    clockTitle: 'Đồng hồ', clockGood: 'Đúng giờ', clockBad: 'Chưa đáng tin', clockBadText: 'Khi đồng hồ chưa đúng, hub từ chối mọi lượt xem từ xa. Kiểm tra kết nối internet hoặc máy chủ giờ (NTP).',
    diskTitle: 'Ổ đĩa', diskFree: 'Còn trống {{free}} trên {{total}}', diskRecordings: 'Hình ghi', diskOther: 'Dữ liệu khác', diskRest: 'Còn trống', diskLow: 'Ổ đĩa sắp đầy. Giảm số ngày giữ hình của camera, hoặc gắn ổ lớn hơn.', diskBar: 'Đã dùng {{percent}}% ổ đĩa',
    camerasTitle: 'Camera', camerasRunning: '{{running}} trên {{total}} camera đang hoạt động', camerasOffline_other: '{{count}} camera mất kết nối.', camerasNone: 'Chưa có camera nào.', viewers: 'Lượt đang xem', ledger: 'Dòng trong sổ truy cập',
    machineTitle: 'Máy', version: 'Phiên bản hub', node: 'Node', ffmpeg: 'ffmpeg', ffmpegNone: 'Chưa có', ffmpegNoneText: 'Máy này chưa có ffmpeg: vùng che, ảnh đại diện và chế độ tương thích không chạy.', memory: 'Bộ nhớ đang dùng', database: 'Cơ sở dữ liệu', started: 'Chạy từ', delay: 'Độ trễ xử lý (99%)', delayBad: 'Hub đang quá tải: hình có thể giật.', remakes: 'Hình đang làm lại', remakesNow: '{{running}} trên tối đa {{most}}, {{waiting}} người chờ', encoder: 'Mã hoá hình bằng', encoderSoftware: 'Bộ xử lý (phần mềm)', encoderHardware: 'Phần cứng ({{name}})', encoderAside: 'Phần mềm; {{name}} vừa lỗi, sẽ thử lại', encoderTrying: 'Phần mềm; đang thử phần cứng', ms: '{{value}} ms',
    updated: 'Cập nhật {{moment}}',
  },
  en: {
    title: 'Hub health', lead: 'Whoever runs the hub sees machines, never a picture.', allWell: 'The hub is well.', attention_one: '{{count}} thing needs attention.', attention_other: '{{count}} things need attention.',
    clockTitle: 'Clock', clockGood: 'On time', clockBad: 'Not to be trusted', clockBadText: 'While its clock is not right, the hub refuses all remote viewing. Check the internet connection or the time server (NTP).',
    diskTitle: 'Disk', diskFree: '{{free}} free of {{total}}', diskRecordings: 'Recordings', diskOther: 'Other data', diskRest: 'Free', diskLow: 'The disk is almost full. Keep recordings for fewer days, or fit a larger disk.', diskBar: '{{percent}}% of the disk is used',
    camerasTitle: 'Cameras', camerasRunning: '{{running}} of {{total}} cameras are running', camerasOffline_one: '{{count}} camera is offline.', camerasOffline_other: '{{count}} cameras are offline.', camerasNone: 'No cameras yet.', viewers: 'Being watched now', ledger: 'Entries in the ledger',
    machineTitle: 'Machine', version: 'Hub version', node: 'Node', ffmpeg: 'ffmpeg', ffmpegNone: 'Missing', ffmpegNoneText: 'This machine has no ffmpeg: masks, stills and the compatibility player do not work.', memory: 'Memory in use', database: 'Database', started: 'Running since', delay: 'Processing delay (99%)', delayBad: 'The hub is overloaded: pictures may stutter.', remakes: 'Pictures made anew', remakesNow: '{{running}} of at most {{most}}, {{waiting}} waiting', encoder: 'Coded by', encoderSoftware: 'The processor (software)', encoderHardware: 'Hardware ({{name}})', encoderAside: 'Software; {{name}} failed and will be tried again', encoderTrying: 'Software; hardware is being tried', ms: '{{value}} ms',
    updated: 'Updated {{moment}}',
  },
});
