import { wordsOf } from './words-of.ts';

export const control = wordsOf({
  vi: {
    title: 'Điều khiển camera', opening: 'Đang nối tới camera…', take: 'Xoay camera', let: 'Thôi điều khiển',
    padLabel: 'Xoay camera. Giữ nút, hoặc giữ phím mũi tên; dấu cộng và trừ để phóng to, thu nhỏ.', hint: 'Giữ để xoay, thả ra là dừng.', hintKeys: 'Trên bàn phím: phím mũi tên, dấu + và −.', mayNow: 'Làm được: {{what}}',
    left: 'Sang trái', right: 'Sang phải', up: 'Lên trên', down: 'Xuống dưới', zoomIn: 'Phóng to', zoomOut: 'Thu nhỏ', stop: 'Dừng',
    speed: 'Tốc độ', speed_slow: 'Chậm', speed_medium: 'Vừa', speed_fast: 'Nhanh', home: 'Về vị trí chính', setHome: 'Lấy chỗ này làm vị trí chính', homeSet: 'Đã nhớ vị trí chính.',
    presets: 'Vị trí đã nhớ', noPresets: 'Chưa nhớ vị trí nào.', save: 'Nhớ vị trí này', presetName: 'Tên vị trí', presetHint: 'Ví dụ: Cổng, Bãi xe.', saveYes: 'Nhớ', saved: 'Đã nhớ vị trí {{name}}.', manage: 'Xoá vị trí', manageDone: 'Xong', remove: 'Xoá vị trí {{name}}', cancel: 'Thôi',
    covered: 'Camera này có vùng che. Vùng che đứng yên trong hình, không xoay theo camera: xoay đi thì nó che chỗ khác.',
    lost: 'Mất liên lạc với hub. Camera đã tự dừng.', again: 'Điều khiển lại',
    talk: 'Nói qua camera', talkHint: 'Giữ nút trong lúc nói. Người đứng gần camera sẽ nghe thấy.', hold: 'Giữ để nói', talking: 'Đang nói. Thả ra là dừng.', talkOpening: 'Đang nối tới loa camera…', talkEnded: 'Không còn nói qua camera này.',
    mic_refused: 'Trình duyệt chưa được dùng micrô. Cho phép micrô ở thanh địa chỉ của trang này rồi thử lại.', mic_none: 'Máy này không có micrô.', mic_insecure: 'Micrô chỉ dùng được khi mở hub bằng địa chỉ https.', mic_failed: 'Không mở được micrô. Có thể phần mềm khác đang dùng.',
    notAsked: 'Chưa hỏi được camera làm được gì: {{why}}', askAgain: 'Hỏi lại',
    useAsk_ptz: 'Xoay ngay tại đây, được một lần. Muốn nhìn trong lúc xoay, mở hình trực tiếp của camera này ở trang Camera.', useAsk_talk: 'Nói ngay tại đây, được một lần. Muốn nhìn trong lúc nói, mở hình trực tiếp của camera này ở trang Camera.',
    onRecord: 'Chủ camera được báo và thấy trong sổ.',
  },
  en: {
    title: 'Control the camera', opening: 'Connecting to the camera…', take: 'Turn the camera', let: 'Let go',
    padLabel: 'Turn the camera. Hold a button, or hold an arrow key; plus and minus zoom.', hint: 'Hold to turn, release to stop.', hintKeys: 'On a keyboard: the arrow keys, + and −.', mayNow: 'You may: {{what}}',
    left: 'Left', right: 'Right', up: 'Up', down: 'Down', zoomIn: 'Zoom in', zoomOut: 'Zoom out', stop: 'Stop',
    speed: 'Speed', speed_slow: 'Slow', speed_medium: 'Medium', speed_fast: 'Fast', home: 'Go home', setHome: 'Make this the home position', homeSet: 'The home position is remembered.',
    presets: 'Remembered positions', noPresets: 'No position is remembered yet.', save: 'Remember this position', presetName: 'Name of the position', presetHint: 'For example: Gate, Car park.', saveYes: 'Remember', saved: 'The position {{name}} is remembered.', manage: 'Remove positions', manageDone: 'Done', remove: 'Remove the position {{name}}', cancel: 'Cancel',
    covered: 'Part of this camera\'s picture is covered. The cover stands still in the picture and does not turn with the camera: turned, it covers another place.',
    lost: 'No contact with the hub. The camera has stopped by itself.', again: 'Take control again',
    talk: 'Speak through the camera', talkHint: 'Hold the button while you speak. People near the camera will hear it.', hold: 'Hold to speak', talking: 'Speaking. Release to stop.', talkOpening: 'Connecting to the camera\'s loudspeaker…', talkEnded: 'You no longer speak through this camera.',
    mic_refused: 'The browser may not use the microphone yet. Allow it in this page\'s address bar, then try again.', mic_none: 'This device has no microphone.', mic_insecure: 'The microphone works only when the hub is opened by an https address.', mic_failed: 'The microphone could not be opened. Another program may be using it.',
    notAsked: 'The camera could not be asked what it can do: {{why}}', askAgain: 'Ask again',
    useAsk_ptz: 'Turn it right here, one time. To look while you turn, open this camera\'s live picture on the Cameras page.', useAsk_talk: 'Speak right here, one time. To look while you speak, open this camera\'s live picture on the Cameras page.',
    onRecord: 'The owner is told, and sees it in the ledger.',
  },
});
