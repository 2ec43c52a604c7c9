import { wordsOf } from './words-of.ts';

/** Covering parts of a recorded picture. */
export const redaction = wordsOf({
  vi: {
    title: 'Che bớt hình', lead: 'Làm một bản sao có phần hình đã che. Bản ghi gốc giữ nguyên.', how: 'Thêm một vùng, kéo các góc cho phủ kín chỗ cần che. Sang chỗ khác của đoạn hình rồi kéo vùng theo: ở giữa, vùng tự đi theo.', waiting: 'Đang mở đoạn hình…', noFilm: 'Không mở được đoạn hình này trên trình duyệt.',
    add: 'Thêm vùng che', regions: 'Các vùng che', none: 'Chưa có vùng nào.', region: 'Vùng {{number}}', span: '{{from}} – {{to}}', always: 'cả đoạn', places: '{{count}} vị trí',
    blur: 'Làm mờ', fill: 'Tô đen', effect: 'Cách che', effectHint: 'Làm mờ mạnh để không nhận ra người. Biển số và chữ thì nên tô đen.',
    at: 'Thời điểm {{time}}', seek: 'Thời điểm trong đoạn hình', back: 'Lùi một hình', on: 'Tới một hình', begin: 'Che từ đây', end: 'Che đến đây', whole: 'Che cả đoạn', outside: 'Lúc này vùng {{number}} không che gì.', addCorner: 'Thêm góc', removeCorner: 'Bớt góc', forget: 'Bỏ vị trí ở đây', remove: 'Xoá vùng {{number}}', limit: 'Tối đa 16 vùng.',
    save: 'Lưu bản sao đã che', saved: 'Đang làm bản sao. Xong sẽ có trong danh sách đoạn đã trích xuất.', need: 'Thêm ít nhất một vùng che.', open: 'Che bớt và lưu bản sao', gone: 'Không còn đoạn trích xuất này, hoặc đoạn này không phải của nhà bạn.', choose: 'Về danh sách trích xuất', note: 'Bản sao ghi rõ là bản dẫn xuất trong tên tệp và trong tệp mô tả.',
  },
  en: {
    title: 'Cover parts of the picture', lead: 'Makes a copy with parts covered. The recording stays as it is.', how: 'Add an area and drag its corners over what nobody should see. Go to another moment and drag it along: in between, it follows by itself.', waiting: 'Opening the footage…', noFilm: 'This browser cannot open the footage.',
    add: 'Add an area', regions: 'Covered areas', none: 'None yet.', region: 'Area {{number}}', span: '{{from}} – {{to}}', always: 'all the time', places: '{{count}} places',
    blur: 'Blur', fill: 'Black', effect: 'How it is covered', effectHint: 'The blur is strong enough that nobody is recognised. For number plates and writing, choose black.',
    at: 'At {{time}}', seek: 'Moment in the footage', back: 'One picture back', on: 'One picture on', begin: 'Cover from here', end: 'Cover until here', whole: 'Cover all the time', outside: 'At this moment area {{number}} covers nothing.', addCorner: 'Add a corner', removeCorner: 'Remove a corner', forget: 'Forget the place here', remove: 'Delete area {{number}}', limit: 'At most 16 areas.',
    save: 'Save the covered copy', saved: 'The copy is being made. It will be in the list of exports.', need: 'Add at least one area.', open: 'Cover parts and save a copy', gone: 'This export is not there any more, or it is not your own.', choose: 'Back to the exports', note: 'The copy says that it is a derivative, in its file name and its description.',
  },
});
