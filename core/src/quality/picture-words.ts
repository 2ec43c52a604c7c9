import type { PictureFact } from '../domain/picture.ts';
import type { Text } from '../domain/people.ts';

/** What is wrong, as one neighbour tells another. */
export const pictureTexts: { readonly [F in PictureFact]: Text } = {
  black: { vi: 'Hình đen: camera không thấy gì', en: 'Black picture: the camera sees nothing' },
  covered: { vi: 'Hình gần như trống: camera có thể bị che', en: 'Almost empty picture: the camera may be covered' },
  blurred: { vi: 'Hình mờ: ống kính có thể bẩn hoặc mất nét', en: 'Blurred picture: the lens may be dirty or out of focus' },
  frozen: { vi: 'Hình đứng yên: camera gửi mãi một hình', en: 'Frozen picture: the camera sends the same picture all the time' },
  looped: { vi: 'Hình lặp lại: cùng một đoạn cứ chạy lại', en: 'Looped picture: the same sequence comes again and again' },
  moved: { vi: 'Camera nhìn chỗ khác so với trước', en: 'The camera looks somewhere else than before' },
};
const advice: { readonly [F in PictureFact]: Text } = {
  black: { vi: 'Xem camera có bị che kín hoặc hỏng đèn hồng ngoại không.', en: 'See whether it is covered, or its infrared light is broken.' },
  covered: { vi: 'Xem có gì che trước ống kính không.', en: 'See whether something is in front of the lens.' },
  blurred: { vi: 'Lau ống kính, chỉnh lại nét.', en: 'Wipe the lens, focus it again.' },
  frozen: { vi: 'Khởi động lại camera. Nếu vẫn vậy, có thể có người đưa hình giả vào.', en: 'Restart the camera. If it stays so, somebody may be feeding it a false picture.' },
  looped: { vi: 'Có thể có người đưa hình cũ vào thay hình thật. Kiểm tra camera và dây mạng.', en: 'Somebody may be feeding old footage instead of the real picture. Check the camera and its cable.' },
  moved: { vi: 'Hub đã tạm dừng chia sẻ camera này. Nếu hướng mới là đúng, bấm "Đúng rồi" ở trang camera để chia sẻ lại.', en: 'The hub has paused sharing it. If the new direction is right, press "This is right" on the camera\'s page to share again.' },
};

export const noticeOf = (fact: PictureFact, camera: string): { readonly title: Text; readonly body: Text } => ({
  title: { vi: `${camera}: ${lowered(pictureTexts[fact].vi)}`, en: `${camera}: ${lowered(pictureTexts[fact].en)}` }, body: advice[fact],
});
const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
