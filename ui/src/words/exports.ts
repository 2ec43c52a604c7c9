import { wordsOf } from './words-of.ts';

export const exports = wordsOf({
  vi: {
    title: 'Đoạn hình đã trích xuất', lead: 'Tệp giữ nguyên hình gốc. Mã SHA-256 cho thấy tệp chưa bị sửa.', leadOfficer: 'Hình được cắt đúng khoảng được phép và in tên đơn vị, số hiệu, giờ. Mã SHA-256 cho thấy tệp chưa bị sửa.', none: 'Chưa có đoạn hình nào được trích xuất.', make: 'Trích xuất một đoạn', makeText: 'Hub chép nguyên đoạn hình ra tệp. Tối đa 2 giờ.', makeTextOfficer: 'Hình được cắt đúng khoảng được phép và in tên đơn vị, số hiệu, giờ. Tối đa 2 giờ.',
    from: 'Từ', to: 'Đến', start: 'Trích xuất', started: 'Đang trích xuất. Bạn có thể rời trang này.', wrongOrder: 'Giờ kết thúc phải sau giờ bắt đầu.', tooLong: 'Một lần tối đa 2 giờ.', future: 'Khoảng này chưa diễn ra.', missing: 'Chọn ngày giờ bắt đầu và kết thúc.', noFootage: 'Camera này chưa có hình ghi để trích xuất.', recorded: 'Có hình ghi từ {{from}}.',
    status_waiting: 'Đang chờ', status_running: 'Đang chép', status_done: 'Xong', status_failed: 'Không thành công', status_cancelled: 'Đã huỷ',
    interval: '{{from}} – {{to}}', progress: 'Đã chép {{percent}} %', cancel: 'Huỷ', remove: 'Xoá tệp', download: 'Tải về {{name}}', hash: 'SHA-256', all: 'Mọi đoạn đã trích xuất',
  },
  en: {
    title: 'Exported footage', lead: 'Files keep the original picture. The SHA-256 shows that nobody has changed them.', leadOfficer: 'The picture is cut to exactly what was allowed and marked with unit, officer number and time. The SHA-256 shows that nobody has changed the files.', none: 'Nothing has been exported yet.', make: 'Export an interval', makeText: 'The hub copies the footage as it is into a file. At most 2 hours.', makeTextOfficer: 'The picture is cut to exactly what was allowed and marked with unit, officer number and time. At most 2 hours.',
    from: 'From', to: 'To', start: 'Export', started: 'Exporting. You may leave this page.', wrongOrder: 'The end has to be after the start.', tooLong: 'At most 2 hours at a time.', future: 'This interval has not happened yet.', missing: 'Choose the date and time of start and end.', noFootage: 'This camera has no recorded footage to export.', recorded: 'There is footage from {{from}} on.',
    status_waiting: 'Waiting', status_running: 'Copying', status_done: 'Done', status_failed: 'Failed', status_cancelled: 'Cancelled',
    interval: '{{from}} – {{to}}', progress: '{{percent}} % copied', cancel: 'Cancel', remove: 'Delete the files', download: 'Download {{name}}', hash: 'SHA-256', all: 'All exports',
  },
});
