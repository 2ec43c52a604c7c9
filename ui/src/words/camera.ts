import { wordsOf } from './words-of.ts';

export const camera = wordsOf({
  vi: {
    title: 'Camera', since: '{{state}}, từ {{moment}}', sharing: 'Chia sẻ', share: 'Chia sẻ camera này', notShared: 'Camera này chưa chia sẻ với ai.', unconfirmed: 'Bạn chưa xác nhận hình của camera này, nên chưa chia sẻ được.',
    save: 'Lưu', saved: 'Đã lưu.',
    health: 'Tình trạng', maker: 'Hãng', address: 'Địa chỉ', streams: 'Luồng hình', main: 'nét', sub: 'nhẹ', sound: 'có tiếng', clockOk: 'Đồng hồ camera đúng giờ', clockOff: 'Đồng hồ camera lệch {{span}}', clock: 'Đồng hồ', unknown: 'không rõ',
    pause: 'Tạm dừng camera này', pausedToast: 'Đã tạm dừng camera này lúc {{at}}.', paused: 'Đang tạm dừng. Người ngoài không xem được camera này.', lift: 'Cho phép lại',
    edit: 'Tên và vị trí', name: 'Tên camera', nameHint: 'Cách cả nhà gọi, ví dụ Cổng, Sân sau.', place: 'Vị trí', placeHint: 'Ví dụ: 12 ngõ 5, cổng nhìn ra đường.', direction: 'Hướng nhìn', needName: 'Camera cần một cái tên.',
    north: 'bắc', northEast: 'đông bắc', east: 'đông', southEast: 'đông nam', south: 'nam', southWest: 'tây nam', west: 'tây', northWest: 'tây bắc', noDirection: 'Chưa chọn hướng', clearDirection: 'Bỏ chọn hướng', facing: 'Nhìn về hướng {{name}} ({{degrees}}°)',
    password: 'Mật khẩu camera', passwordText: 'Đổi ở đây sau khi bạn đổi mật khẩu trong camera.', username: 'Tên đăng nhập của camera', newPassword: 'Mật khẩu của camera', passwordSaved: 'Hub đã đăng nhập lại được vào camera.',
    remove: 'Bỏ camera này', removeText: 'Hub quên camera này, xoá hình ghi của nó và dừng mọi chia sẻ. Sổ "ai đã xem" vẫn còn.', removeAsk: 'Bỏ camera {{name}}?', removeYes: 'Bỏ camera', removed: 'Đã bỏ camera {{name}}.', ledger: 'Ai đã xem camera này',
    position: 'Vị trí', positionHint: 'Vĩ độ, kinh độ, ví dụ 20.4463, 106.3366. Chỉ hub biết: để khi có vụ việc gần nhà, đơn vị hỏi đúng camera.', positionWrong: 'Viết hai số, cách nhau bằng dấu phẩy: 20.4463, 106.3366', useHere: 'Dùng vị trí điện thoại này', hereFailed: 'Máy này không cho biết vị trí. Bạn gõ toạ độ giúp.', view: 'Góc nhìn rộng bao nhiêu?', viewUnknown: 'Không rõ', view_60: 'Hẹp (60°)', view_90: 'Thường (90°)', view_120: 'Rộng (120°)', view_360: 'Toàn cảnh (360°)',
    holds: 'Hình đang được giữ', holdsLead: 'Những đoạn này không bị xoá cho đến khi việc xong.', hold_ask: 'Có người xin, chờ trả lời hoặc chờ giao', hold_written: 'Có văn bản yêu cầu', holdUntil: 'Giữ nhiều nhất đến {{moment}}',
  },
  en: {
    title: 'Camera', since: '{{state}}, since {{moment}}', sharing: 'Sharing', share: 'Share this camera', notShared: 'This camera is shared with nobody.', unconfirmed: 'You have not confirmed the picture of this camera yet, so it cannot be shared.',
    save: 'Save', saved: 'Saved.',
    health: 'Health', maker: 'Maker', address: 'Address', streams: 'Streams', main: 'sharp', sub: 'light', sound: 'with sound', clockOk: 'The camera\'s clock is right', clockOff: 'The camera\'s clock is off by {{span}}', clock: 'Clock', unknown: 'unknown',
    pause: 'Pause this camera', pausedToast: 'This camera was paused at {{at}}.', paused: 'Paused. Nobody outside can see this camera.', lift: 'Allow again',
    edit: 'Name and place', name: 'Name of the camera', nameHint: 'What the household calls it: Gate, Backyard.', place: 'Place', placeHint: 'For example: 12 Lane 5, gate towards the street.', direction: 'Direction it looks', needName: 'The camera needs a name.',
    north: 'north', northEast: 'north-east', east: 'east', southEast: 'south-east', south: 'south', southWest: 'south-west', west: 'west', northWest: 'north-west', noDirection: 'No direction chosen', clearDirection: 'Clear the direction', facing: 'Looks {{name}} ({{degrees}}°)',
    password: 'Camera password', passwordText: 'Change it here after you changed it in the camera.', username: 'User name of the camera', newPassword: 'Password of the camera', passwordSaved: 'The hub signed in to the camera again.',
    remove: 'Remove this camera', removeText: 'The hub forgets this camera, deletes its recordings and ends all sharing of it. The ledger of who watched stays.', removeAsk: 'Remove the camera {{name}}?', removeYes: 'Remove camera', removed: 'The camera {{name}} was removed.', ledger: 'Who has watched this camera',
    position: 'Position', positionHint: 'Latitude, longitude: 20.4463, 106.3366. Only the hub knows it: so that a unit asks the right camera when something happens near your home.', positionWrong: 'Two numbers with a comma between them: 20.4463, 106.3366', useHere: 'Use where this phone is', hereFailed: 'This device does not say where it is. Please type the position.', view: 'How wide does it see?', viewUnknown: 'Not known', view_60: 'Narrow (60°)', view_90: 'Usual (90°)', view_120: 'Wide (120°)', view_360: 'All round (360°)',
    holds: 'Footage that is kept', holdsLead: 'These pieces are not deleted until the matter is settled.', hold_ask: 'Asked for: waits for an answer or for its delivery', hold_written: 'There is a written request', holdUntil: 'Kept until {{moment}} at most',
  },
});
