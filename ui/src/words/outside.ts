import { wordsOf } from './words-of.ts';

export const outside = wordsOf({
  vi: {
    title: 'Hình cũ trong camera', lead: 'Nhiều camera có thẻ nhớ hoặc đầu ghi riêng. Khi hub không có hình của lúc đó, hub lấy lại từ đấy, tối đa hai giờ mỗi lần.', look: 'Tìm hình cũ', fetch: 'Lấy về hub', none: 'Camera không giữ hình của khoảng này.', found: 'Camera còn giữ: {{spans}}.',
    is_waiting: 'Đang chờ', is_running: 'Đang lấy về', is_done: 'Đã lấy về hub', is_failed: 'Không lấy được', is_cancelled: 'Bạn đã dừng', nothingNew: 'Không có gì mới để lấy: hub đã có đủ.', cancel: 'Dừng lấy',
  },
  en: {
    title: 'Past footage in the camera', lead: 'Many cameras have a memory card or a recorder of their own. Where the hub has nothing of a time, it fetches it from there, at most two hours at once.', look: 'Look for footage', fetch: 'Fetch to the hub', none: 'The camera keeps nothing of this interval.', found: 'The camera still keeps: {{spans}}.',
    is_waiting: 'Waiting', is_running: 'Being fetched', is_done: 'Fetched', is_failed: 'Could not be fetched', is_cancelled: 'You stopped it', nothingNew: 'Nothing new to fetch: the hub has it all.', cancel: 'Stop',
  },
});
