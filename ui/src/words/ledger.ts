import { wordsOf } from './words-of.ts';

export const ledger = wordsOf({
  vi: {
    title: 'Ai đã xem camera của tôi', lead: 'Mỗi lần xem là một dòng. Không ai sửa hay xoá được mà bạn không biết.', none: 'Chưa có ai ngoài nhà bạn xem camera.', noneOwn: 'Chưa có lần xem nào.', noneHere: 'Chưa có lần xem nào của camera này.',
    camera: 'Camera', all: 'Tất cả camera', own: 'Hiện cả nhà tôi xem', more: 'Xem các dòng cũ hơn', end: 'Đó là dòng đầu tiên.',
    sealed: 'Sổ nguyên vẹn, {{entries}} dòng, kiểm tra lúc {{at}}', broken: 'Sổ có chỗ không khớp', check: 'Kiểm tra ngay', checking: 'Đang kiểm tra…', sealWhat: 'Hub tính lại từng dòng của sổ và so với dấu niêm phong.', fingerprint: 'Dấu niêm phong', sealedNow: 'Đã kiểm tra {{entries}} dòng. Sổ nguyên vẹn.',
    watchingNow: 'đang xem', you: 'Nhà bạn', who: 'Ai', what: 'Việc', why: 'Mục đích', case: 'Số hồ sơ', basis: 'Căn cứ', times: 'Thời gian', watched: 'Đã xem', filmed: 'Hình được quay', quality: 'Điều kiện', ending: 'Kết thúc', audioNo: 'không tiếng', audioYes: 'có tiếng', marked: 'có đóng dấu đơn vị', upTo: 'tối đa {{height}}p',
    fromTo: '{{from}} – {{to}}', fromNow: 'từ {{from}}', camera_column: 'Camera',
  },
  en: {
    title: 'Who has watched my cameras', lead: 'Every look is one line. Nobody can change or remove one without your knowing.', none: 'Nobody outside your home has watched a camera yet.', noneOwn: 'No viewing yet.', noneHere: 'No viewing of this camera yet.',
    camera: 'Camera', all: 'All cameras', own: 'Show my household too', more: 'Show older lines', end: 'That was the first line.',
    sealed: 'The ledger is intact: {{entries}} lines, checked at {{at}}', broken: 'Something in the ledger does not fit', check: 'Check now', checking: 'Checking…', sealWhat: 'The hub computes every line of the ledger again and compares it with the seal.', fingerprint: 'Seal', sealedNow: 'Checked {{entries}} lines. The ledger is intact.',
    watchingNow: 'watching now', you: 'Your household', who: 'Who', what: 'What', why: 'Purpose', case: 'Case number', basis: 'Basis', times: 'Time', watched: 'Watched', filmed: 'Footage from', quality: 'Conditions', ending: 'Ended because', audioNo: 'no sound', audioYes: 'with sound', marked: 'with the unit\'s mark', upTo: 'at most {{height}}p',
    fromTo: '{{from}} – {{to}}', fromNow: 'since {{from}}', camera_column: 'Camera',
  },
});
