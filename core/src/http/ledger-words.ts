import type { Action, EndReason, Route } from '../domain/consent.ts';
import type { Text } from '../domain/people.ts';

/** The ledger's codes in words, for papers and spreadsheets; the pages have their own. */
export const actionNames: { readonly [A in Action]: Text } = {
  status: { vi: 'xem tình trạng', en: 'state' }, event: { vi: 'sự kiện', en: 'events' }, snapshot: { vi: 'ảnh chụp', en: 'still' }, live: { vi: 'xem trực tiếp', en: 'live view' },
  playback: { vi: 'xem lại', en: 'playback' }, clip: { vi: 'trích xuất', en: 'export' }, ptz: { vi: 'xoay camera', en: 'steering' }, talk: { vi: 'nói qua loa', en: 'talking' },
};
export const routeNames: { readonly [R in Route]: Text } = {
  R0: { vi: 'nhà bạn xem', en: 'your household' }, R1: { vi: 'theo cho phép có sẵn', en: 'standing permission' }, R2: { vi: 'bạn đồng ý lần đó', en: 'you agreed that time' },
  R3: { vi: 'mở khẩn cấp', en: 'emergency' }, R4: { vi: 'theo văn bản yêu cầu', en: 'written request' },
};
const ends: { readonly [E in EndReason]?: Text } = {
  viewer: { vi: 'người xem tự đóng', en: 'the viewer closed it' }, revoked: { vi: 'bạn dừng chia sẻ', en: 'you stopped sharing' }, expired: { vi: 'hết thời gian', en: 'the time ran out' },
  paused: { vi: 'bạn tạm dừng', en: 'you paused' }, refused: { vi: 'hub từ chối', en: 'the hub refused' }, source: { vi: 'camera mất hình', en: 'the camera lost its picture' },
  slow: { vi: 'đường truyền chậm', en: 'slow connection' }, shutdown: { vi: 'hub tắt', en: 'the hub stopped' }, signed_out: { vi: 'đăng xuất', en: 'signed out' },
  clock: { vi: 'đồng hồ hub không chắc', en: 'the hub was not sure of its clock' }, not_recorded: { vi: 'không ghi được vào sổ', en: 'could not be written to the ledger' },
};
const byHub: Text = { vi: 'hub kết thúc', en: 'the hub ended it' };
export function endName(reason: EndReason): Text {
  return ends[reason] ?? byHub;
}
/** As an officer may know it. */
export function endNameForOfficer(reason: EndReason | null): Text {
  return reason === 'viewer' ? { vi: 'người xem tự đóng', en: 'the viewer closed it' } : byHub;
}
