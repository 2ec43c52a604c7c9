import { wordsOf } from './words-of.ts';

export const masks = wordsOf({
  vi: {
    title: 'Vùng che', lead: 'Che những gì không phải chuyện của người khác: cửa sổ nhà bên, lối vào nhà, bàn thu ngân. Người bạn cho phép xem không bao giờ thấy vùng này, dù xem trực tiếp, ảnh chụp hay đoạn ghi.',
    none: 'Chưa che vùng nào. Người được phép xem sẽ thấy toàn bộ hình.', add: 'Thêm vùng che', edit: 'Sửa', remove: 'Bỏ che', drawn: '{{name}} vẽ, {{moment}}', staffToo: 'che cả với nhân viên', asOthers: 'Người ngoài thấy như thế này', noPicture: 'Camera chưa có hình. Bạn vẫn vẽ được, và xem lại khi có hình.', full: 'Mỗi camera có nhiều nhất 8 vùng che.',
    editorNew: 'Vùng che mới', editorEdit: 'Sửa vùng che', how: 'Kéo từng góc đến chỗ cần che. Chạm vào hình để thêm một góc. Kéo trong vùng để dời cả vùng.', keys: 'Bằng bàn phím: chọn một góc rồi bấm phím mũi tên; thêm Shift để đi nhanh; Delete để bỏ góc.',
    name: 'Tên vùng che', nameHint: 'Ví dụ: cửa sổ nhà bên.', needName: 'Đặt tên để sau này còn nhớ vì sao che.', staff: 'Che cả với nhân viên', staffHint: 'Người quản lý và người xem của cửa hàng cũng không thấy. Bạn vẫn thấy đủ.',
    corner: 'Góc {{number}}: {{x}}% từ trái, {{y}}% từ trên', addCorner: 'Thêm góc', removeCorner: 'Bỏ góc', undo: 'Hoàn tác', solid: 'Xem như người ngoài', save: 'Lưu vùng che', cancel: 'Thôi', saved: 'Đã che. Ai đang xem phải mở lại và sẽ thấy hình đã che.',
    lessNote: 'Thu nhỏ hoặc bỏ vùng che làm người khác thấy nhiều hơn: chỉ chủ chính làm được, sau khi xác nhận lại, và những người cùng giữ camera được báo.',
    removeAsk: 'Bỏ vùng che {{name}}?', removeText: 'Từ nay người bạn cho phép sẽ thấy phần hình này.', removed: 'Đã bỏ vùng che {{name}}.', area: 'Vùng đang vẽ trên hình của camera',
  },
  en: {
    title: 'Covered areas', lead: 'Cover what is nobody else\'s business: the window next door, your own entrance, a till. Whoever you let watch never sees it, not live, not in a still, not in a clip.',
    none: 'Nothing is covered. Whoever may watch sees the whole picture.', add: 'Cover an area', edit: 'Change', remove: 'Uncover', drawn: 'drawn by {{name}}, {{moment}}', staffToo: 'covered for staff too', asOthers: 'This is what others see', noPicture: 'The camera has no picture yet. You can draw all the same, and look again when there is one.', full: 'A camera has at most 8 covered areas.',
    editorNew: 'New covered area', editorEdit: 'Change the covered area', how: 'Drag each corner to where it belongs. Tap the picture to add a corner. Drag inside the area to move all of it.', keys: 'With the keyboard: choose a corner and press the arrow keys; with Shift it goes faster; Delete removes the corner.',
    name: 'Name of the area', nameHint: 'For example: the window next door.', needName: 'Give it a name, so that you remember later why it is covered.', staff: 'Cover it for staff too', staffHint: 'The shop\'s managers and viewers do not see it either. You still see everything.',
    corner: 'Corner {{number}}: {{x}}% from the left, {{y}}% from the top', addCorner: 'Add a corner', removeCorner: 'Remove corner', undo: 'Undo', solid: 'See it as others do', save: 'Save', cancel: 'Cancel', saved: 'Covered. Whoever is watching has to open the picture again and then sees it covered.',
    lessNote: 'Making an area smaller or removing it shows others more: only the registered owner can do it, after proving who she is, and the others who keep the camera are told.',
    removeAsk: 'Uncover {{name}}?', removeText: 'From now on whoever you let watch sees this part of the picture.', removed: '{{name}} is uncovered.', area: 'The area being drawn on the camera\'s picture',
  },
});
