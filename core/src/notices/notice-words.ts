import type { Action, EndReason } from '../domain/consent.ts';
import type { Text } from '../domain/people.ts';

export interface WatchWords {
  readonly action: Action;
  readonly unit: string;
  readonly officerNo: string;
  readonly camera: string;
  readonly purpose: Text | undefined;
}
/** `stopped`: she ended this one viewing, and what she allowed stands. */
export type EndCause = EndReason | 'stopped';
const endWords: Partial<{ readonly [R in EndCause]: Text }> = {
  stopped: { vi: 'vì bạn đã dừng', en: 'because you stopped it' },
  revoked: { vi: 'vì bạn đã thu hồi', en: 'because you revoked it' },
  paused: { vi: 'vì bạn đã tạm dừng', en: 'because you paused sharing' },
  expired: { vi: 'vì đã hết giờ', en: 'because the time was over' },
};

const isExport = (action: Action): boolean => action === 'clip';

/** What is done with a camera besides looking. */
const doing: Partial<Record<Action, { readonly now: Text; readonly over: Text }>> = {
  ptz: { now: { vi: 'đang xoay camera', en: 'is turning the camera' }, over: { vi: 'đã thôi xoay camera', en: 'no longer turns the camera' } },
  talk: { now: { vi: 'đang nói qua loa camera', en: 'is speaking through the camera' }, over: { vi: 'đã thôi nói qua loa camera', en: 'no longer speaks through the camera' } },
};

export function startedWords({ action, unit, officerNo, camera, purpose }: WatchWords): { readonly title: Text; readonly body: Text } {
  const done = doing[action];
  return {
    title: done ? { vi: `${unit} ${done.now.vi} ${camera}`, en: `${unit} ${done.now.en} ${camera}` } : isExport(action) ? { vi: `${unit} đang trích xuất hình từ camera ${camera}`, en: `${unit} is exporting footage of the camera ${camera}` }
      : { vi: `${unit} đang xem camera ${camera}`, en: `${unit} is watching the camera ${camera}` },
    body: {
      vi: `Số hiệu ${officerNo}${purpose ? `, để ${purpose.vi}` : ''}. Bạn có thể dừng ngay bất cứ lúc nào.`,
      en: `Officer ${officerNo}${purpose ? `, for ${purpose.en}` : ''}. You can stop it at any time.`,
    },
  };
}
/** @param seconds of pictures that were delivered */
export function endedWords({ action, unit, officerNo, camera }: WatchWords, seconds: number, cause: EndCause): { readonly title: Text; readonly body: Text } {
  const why = endWords[cause];
  const done = doing[action];
  if (done) {
    return {
      title: { vi: `${unit} ${done.over.vi} ${camera}`, en: `${unit} ${done.over.en} ${camera}` },
      body: { vi: `Số hiệu ${officerNo}, ${spanVi(seconds)}${why ? `, kết thúc ${why.vi}` : ''}.`, en: `Officer ${officerNo}, for ${spanEn(seconds)}${why ? `; it ended ${why.en}` : ''}.` },
    };
  }
  if (isExport(action)) {
    return {
      title: { vi: `${unit} không còn trích xuất hình từ camera ${camera}`, en: `${unit} is no longer exporting footage of the camera ${camera}` },
      body: { vi: `Số hiệu ${officerNo}${why ? `, kết thúc ${why.vi}` : ''}.`, en: `Officer ${officerNo}${why ? `; it ended ${why.en}` : ''}.` },
    };
  }
  return {
    title: { vi: `${unit} đã ngừng xem camera ${camera}`, en: `${unit} stopped watching the camera ${camera}` },
    body: { vi: `Số hiệu ${officerNo} đã xem ${spanVi(seconds)}${why ? `, kết thúc ${why.vi}` : ''}.`, en: `Officer ${officerNo} watched for ${spanEn(seconds)}${why ? `; it ended ${why.en}` : ''}.` },
  };
}

/** `90` is `1 phút 30 giây`. */
function spanVi(seconds: number): string {
  const [m, s] = [Math.floor(seconds / 60), Math.round(seconds % 60)];
  return m === 0 ? `${s} giây` : s === 0 ? `${m} phút` : `${m} phút ${s} giây`;
}
function spanEn(seconds: number): string {
  const [m, s] = [Math.floor(seconds / 60), Math.round(seconds % 60)];
  return m === 0 ? `${s} s` : s === 0 ? `${m} min` : `${m} min ${s} s`;
}

