import type { Text } from '../domain/people.ts';

/** Where each maker puts the name and password a person must find; from the makers' own manuals. */
const hints: readonly (readonly [pattern: RegExp, hint: Text])[] = [
  [/hik|hilook|ezviz/i, { vi: 'Thường là "admin" và mật khẩu bạn đặt lần đầu; với EZVIZ là "admin" và mã 6 chữ trên nhãn.', en: 'Usually "admin" and the password you chose first; for EZVIZ, "admin" and the 6-letter code on the label.' }],
  [/dahua|imou|kbvision|kbone/i, { vi: 'Thường là "admin"; với Imou, KBONE mật khẩu là Safety Code trên nhãn dưới camera.', en: 'Usually "admin"; for Imou and KBONE the password is the Safety Code on the label under the camera.' }],
  [/tp-?link|tapo|vigi/i, { vi: 'Tạo trong ứng dụng Tapo: Cài đặt › Nâng cao › Tài khoản camera.', en: 'Make it in the Tapo app: Settings › Advanced › Camera account.' }],
  [/reolink/i, { vi: '"admin" và mật khẩu trong ứng dụng Reolink; bật ONVIF/RTSP trong Cài đặt › Mạng.', en: '"admin" and the password of the Reolink app; turn on ONVIF/RTSP under Settings › Network.' }],
  [/axis/i, { vi: 'Tài khoản ONVIF riêng, tạo trong trang camera: System › Accounts.', en: 'A separate ONVIF account, made on the camera\'s page: System › Accounts.' }],
];
const general: Text = { vi: 'Xem nhãn dán trên camera hoặc ứng dụng bạn đã dùng để cài camera.', en: 'Look at the label on the camera, or in the app you set it up with.' };

export function loginHint(maker: string | undefined): Text {
  return hints.find(([pattern]) => maker !== undefined && pattern.test(maker))?.[1] ?? general;
}
