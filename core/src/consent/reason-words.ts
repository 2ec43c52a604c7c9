import type { ReasonCode, RestrictionKind } from '../domain/consent.ts';
import type { Text } from '../domain/people.ts';
import type { Missing } from './rights-why.ts';

const words: { readonly [C in ReasonCode]: Text } = {
  SCOPE: { vi: 'bạn chưa cho phép việc này', en: 'you have not allowed this kind of thing' },
  REVOKED: { vi: 'bạn đã dừng cho phép này', en: 'you stopped this permission' },
  OUTSIDE_VALIDITY: { vi: 'chưa đến ngày, hoặc đã hết hạn', en: 'it has not begun, or is over' },
  OUTSIDE_SCHEDULE: { vi: 'ngoài giờ bạn cho xem', en: 'it is outside the hours you allowed' },
  PURPOSE: { vi: 'mục đích này không có trong cho phép', en: 'this purpose is not in the permission' },
  CASE_REQUIRED: { vi: 'cần số hồ sơ của một vụ việc đang mở', en: 'the number of an open case is needed' },
  RESOLUTION: { vi: 'xin hình nét hơn mức bạn cho', en: 'a sharper picture was asked for than you allow' },
  FPS: { vi: 'xin nhiều hình mỗi giây hơn mức bạn cho', en: 'more pictures a second were asked for than you allow' },
  AUDIO: { vi: 'bạn không cho nghe tiếng', en: 'you do not allow sound' },
  MASK: { vi: 'phải che vùng bạn đã chọn', en: 'the part you chose must be covered' },
  LOOKBACK: { vi: 'hình này cũ hơn thời gian bạn cho xem lại', en: 'this footage is older than you allow' },
  FOOTAGE_RANGE: { vi: 'hình quay ngoài những giờ bạn cho', en: 'it was filmed outside the hours you allowed' },
  NEEDS_APPROVAL: { vi: 'bạn chưa bấm đồng ý lần này', en: 'you have not said yes this time' },
  NO_EMERGENCY: { vi: 'chỉ mở khi có khẩn cấp do hai người khai báo', en: 'it opens only in an emergency that two people declare' },
  RESTRICTED: { vi: 'đang bị chặn', en: 'it is blocked' },
  CLOCK: { vi: 'hub chưa chắc giờ của mình', en: 'the hub is not sure of its clock' },
  INVALID: { vi: 'bản ghi này bị hỏng nên không được tính', en: 'this record is broken and does not count' },
  NO_GRANT: { vi: 'bạn chưa cho phép', en: 'you have not allowed it' },
  LIMIT: { vi: 'đã hết số lượt bạn cho', en: 'the number of viewings you allow is used up' },
};
const kinds: { readonly [K in RestrictionKind]: Text } = {
  pause: { vi: 'nhà bạn đang tạm dừng chia sẻ', en: 'your house has paused sharing' },
  privacy_hours: { vi: 'đang trong giờ riêng tư', en: 'these are private hours' },
  quarantine: { vi: 'camera đang bị cách ly để kiểm tra', en: 'the camera is set apart to be checked' },
  unit_suspended: { vi: 'đơn vị vừa sáp nhập, bạn chưa xác nhận', en: 'the unit was merged and you have not confirmed it' },
  legal_block: { vi: 'bị khoá theo văn bản pháp luật', en: 'it is blocked by a legal order' },
  mask: { vi: 'phải che vùng bạn đã chọn', en: 'the part you chose must be covered' },
};

/** What is wanting, for the owner; an officer never reads this (THREATS 25). */
export function missingWords({ code, restriction }: Missing): Text {
  return restriction ? kinds[restriction.kind] : words[code];
}
/** Why a restriction is there. */
export function restrictionWords(kind: RestrictionKind): Text {
  return kinds[kind];
}
