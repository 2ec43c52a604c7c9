import { wordsOf } from './words-of.ts';

export const recording = wordsOf({
  vi: {
    title: 'Ghi hình', lead: 'Hình ghi nằm trong hub ở nhà bạn.', kept: 'Đang giữ {{bytes}}, cũ nhất {{moment}}.', keptNone: 'Chưa có hình ghi.',
    now_recording: 'Đang ghi', now_events: 'Chờ chuyển động', now_hours: 'Ngoài giờ ghi', now_offline: 'Chưa ghi được', now_disk: 'Chưa ghi được', now_off: 'Không ghi',
    why_recording: 'Hình đang được ghi vào hub.', why_recordingSub: 'Hình nét và hình nhẹ đang được ghi vào hub.', why_events: 'Có gì chuyển động trước camera là hub ghi ngay.', why_hours: 'Theo giờ bạn chọn, lúc này hub không ghi camera này.', why_hoursUntil: 'Theo giờ bạn chọn, lúc này hub không ghi. Giờ ghi đổi lúc {{moment}}.',
    why_offline: 'Camera đang mất kết nối. Kết nối lại được là hub ghi tiếp.', why_disk: 'Đĩa của hub đầy, hoặc không ghi vào được. Xem trực tiếp vẫn bình thường.', why_off: 'Chỉ xem trực tiếp, hub không giữ lại gì.',
    mode: 'Ghi lúc nào', mode_off: 'Không ghi', mode_off_text: 'Chỉ xem trực tiếp. Hình đã ghi vẫn giữ đến hạn.', mode_events: 'Khi có chuyển động', mode_events_text: 'Camera báo là ghi, cả một đoạn trước và sau đó. Ít tốn đĩa.', mode_continuous: 'Liên tục', mode_continuous_text: 'Ghi suốt. Hình cũ nhất tự xoá khi quá hạn.', mode_hours: 'Theo giờ trong tuần', mode_hours_text: 'Bạn chọn giờ nào ghi, và ghi cách nào.',
    deaf: 'Camera này không báo chuyển động cho hub, nên ghi theo chuyển động sẽ không có hình nào. Bật báo động chuyển động (ONVIF) trong camera, hoặc chọn ghi liên tục.', trying: 'Hub chưa nghe được camera báo chuyển động, đang thử lại. Trong lúc đó, ghi theo chuyển động không có hình.',
    hoursAdd: 'Thêm khung giờ', hoursRemove: 'Bỏ khung giờ này', from: 'Từ', to: 'Đến', days: 'Những ngày', nextDay: 'Sang đến hôm sau.', inHours: 'Trong giờ này', otherwise: 'Ngoài các khung giờ', first: 'Chỗ nào trùng giờ thì khung ở trên được tính.', sameEnds: 'Giờ bắt đầu và kết thúc phải khác nhau.',
    week: 'Một tuần ghi hình', piece: '{{day}} {{from}} đến {{to}}: {{mode}}', legend_continuous: 'liên tục', legend_events: 'khi có chuyển động', legend_off: 'không ghi',
    before: 'Giữ từ trước chuyển động', after: 'Ghi tiếp sau chuyển động', none: 'Không',
    sub: 'Ghi cả hình nhẹ', subHint: 'Thêm khoảng một phần mười dung lượng; xem lại qua mạng chậm nhanh hơn.',
    keepDays: 'Giữ bao nhiêu ngày', gigabytes: 'Tối đa bao nhiêu GB', daysWrong: 'Từ 1 đến 365 ngày.', gigabytesWrong: 'Từ 0,1 GB trở lên.', save: 'Lưu', saved: 'Đã lưu cách ghi hình.',
  },
  en: {
    title: 'Recording', lead: 'Recordings stay in the hub in your home.', kept: 'Keeping {{bytes}}, the oldest from {{moment}}.', keptNone: 'Nothing recorded yet.',
    now_recording: 'Recording', now_events: 'Waiting for motion', now_hours: 'Outside recording hours', now_offline: 'Cannot record', now_disk: 'Cannot record', now_off: 'Not recording',
    why_recording: 'The picture is being recorded in the hub.', why_recordingSub: 'The sharp and the light picture are being recorded in the hub.', why_events: 'As soon as something moves before the camera, the hub records it.', why_hours: 'By the hours you chose, the hub does not record this camera now.', why_hoursUntil: 'By the hours you chose, the hub does not record now. The hours change at {{moment}}.',
    why_offline: 'The camera is offline. Once it is back, the hub goes on recording.', why_disk: 'The hub\'s disk is full, or cannot be written to. Live view goes on.', why_off: 'Live view only; the hub keeps nothing.',
    mode: 'When to record', mode_off: 'Never', mode_off_text: 'Live view only. What was recorded is kept until its time is up.', mode_events: 'When something moves', mode_events_text: 'When the camera says so, with a little before and after. Takes little disk.', mode_continuous: 'All the time', mode_continuous_text: 'Never stops. The oldest footage is deleted when its time is up.', mode_hours: 'By hours of the week', mode_hours_text: 'You choose which hours, and how in each.',
    deaf: 'This camera does not tell the hub when something moves, so recording on motion would keep nothing. Turn on motion alarms (ONVIF) in the camera, or record all the time.', trying: 'The hub cannot hear this camera\'s motion alarms yet and tries again. Meanwhile recording on motion keeps nothing.',
    hoursAdd: 'Add hours', hoursRemove: 'Remove these hours', from: 'From', to: 'To', days: 'Days', nextDay: 'Into the next day.', inHours: 'In these hours', otherwise: 'At all other hours', first: 'Where hours overlap, the ones further up count.', sameEnds: 'The beginning and the end must differ.',
    week: 'A week of recording', piece: '{{day}} {{from}} to {{to}}: {{mode}}', legend_continuous: 'all the time', legend_events: 'when something moves', legend_off: 'not recorded',
    before: 'Keep from before the motion', after: 'Go on after the motion', none: 'None',
    sub: 'Record the light picture too', subHint: 'About a tenth more disk; looking back over a slow line is quicker.',
    keepDays: 'Days to keep', gigabytes: 'At most, in GB', daysWrong: 'Between 1 and 365 days.', gigabytesWrong: 'At least 0.1 GB.', save: 'Save', saved: 'Recording was saved.',
  },
});
