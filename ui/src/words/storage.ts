import { wordsOf } from './words-of.ts';

export const storage = wordsOf({
  vi: {
    title: 'Ổ ghi hình', lead: 'Hình mới được ghi vào ổ đầu tiên còn chỗ. Hết chỗ, hub xoá hình cũ nhất trước.',
    main: 'Ổ chính', named: 'Ổ {{id}}', here: 'Tốt', full: 'Đã đầy', gone: 'Không thấy', foreign: 'Ổ lạ', 'read-only': 'Không ghi được', broken: 'Báo lỗi',
    text_here: 'Còn ghi được {{room}}.', text_full: 'Hình mới đang ghi sang ổ khác, hoặc thay chỗ hình cũ nhất.', text_gone: 'Kiểm tra dây cắm và nguồn. Cắm lại là hub tự dùng tiếp.', text_foreign: 'Ở chỗ này là một ổ khác, nên hub không ghi vào. Cách nhận ổ mới ở docs/operate.md.', 'text_read-only': 'Ổ chỉ đọc được. Kiểm tra quyền ghi, hoặc ổ đã bị khoá.', text_broken: 'Ổ trả lỗi khi ghi và có thể sắp hỏng. Nên chép hình ra và thay ổ.',
    recordings: 'Hình ghi {{bytes}} trong {{total}}', kept: 'Luôn chừa trống {{bytes}}', files_other: '{{count}} tệp', bar: '{{percent}}% ổ là hình ghi',
    rate: 'Mỗi ngày ghi thêm', rateNone: 'Chưa ghi gì', lasts: 'Giữ được', lastsDays_other: 'khoảng {{count}} ngày', lastsAll: 'đủ số ngày từng nhà đã chọn', untilFull: 'Ổ đầy sau', fullDays_other: 'khoảng {{count}} ngày', fullNow: 'đang đầy, hình cũ nhất được thay', fullNever: 'không đầy', limit: 'Mức tối đa cho hub',
    forecast_other: 'Với cách ghi hiện nay, giữ được khoảng {{count}} ngày.', forecastUnder: 'Với cách ghi hiện nay, giữ được chưa đến một ngày.', by_bytes: 'Giới hạn GB của camera này hết trước số ngày bạn chọn.', by_hub: 'Ổ của hub hết chỗ trước số ngày bạn chọn.', goes: 'Hình cũ nhất sẽ được xoá {{moment}}.', goesNow: 'Hình cũ nhất đang được xoá dần.', left_other: 'Hình cũ nhất còn {{count}} ngày.',
  },
  en: {
    title: 'Recording disks', lead: 'New recordings go to the first disk with room. When none is left, the oldest footage goes first.',
    main: 'First disk', named: 'Disk {{id}}', here: 'Well', full: 'Full', gone: 'Not there', foreign: 'Another disk', 'read-only': 'Cannot be written', broken: 'Failing',
    text_here: '{{room}} more can be recorded.', text_full: 'New recordings go to another disk, or take the place of the oldest.', text_gone: 'Check its cable and power. Once it is back, the hub uses it again by itself.', text_foreign: 'Another disk is in this place, so nothing is written to it. docs/operate.md says how to take a new one.', 'text_read-only': 'It can be read only. Check its permissions, or whether it is locked.', text_broken: 'It answers with errors and may be failing. Copy what is on it and replace it.',
    recordings: '{{bytes}} of recordings on {{total}}', kept: '{{bytes}} always stay free', files_one: '{{count}} file', files_other: '{{count}} files', bar: '{{percent}}% of the disk are recordings',
    rate: 'Recorded in a day', rateNone: 'Nothing yet', lasts: 'Room for', lastsDays_one: 'about {{count}} day', lastsDays_other: 'about {{count}} days', lastsAll: 'all the days that homes chose', untilFull: 'Full in', fullDays_one: 'about {{count}} day', fullDays_other: 'about {{count}} days', fullNow: 'full now; the oldest is replaced', fullNever: 'never', limit: 'At most, for the hub',
    forecast_one: 'As it records now, about {{count}} day is kept.', forecast_other: 'As it records now, about {{count}} days are kept.', forecastUnder: 'As it records now, less than a day is kept.', by_bytes: 'The gigabytes of this camera run out before the days you chose.', by_hub: 'The hub\'s disks run out before the days you chose.', goes: 'The oldest footage goes {{moment}}.', goesNow: 'The oldest footage is going now.', left_one: 'The oldest footage has {{count}} day left.', left_other: 'The oldest footage has {{count}} days left.',
  },
});
