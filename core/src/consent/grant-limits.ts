import { id } from '../domain/ids.ts';
import type { GrantId, OwnerId } from '../domain/ids.ts';
import type { Text } from '../domain/people.ts';
import { days, minutes } from '../domain/time.ts';
import type { GrantDraft } from './presets.ts';
import { validGrant } from './validate.ts';

/** What no owner may sign, and what she is told. CONSENT §2. */
export const grantProblems = {
  no_grantee: { vi: 'Chưa chọn cho đơn vị hay người nào.', en: 'No unit or person has been chosen.' },
  no_cameras: { vi: 'Chưa chọn camera nào.', en: 'No camera has been chosen.' },
  no_actions: { vi: 'Chưa chọn cho phép làm gì.', en: 'Nothing has been chosen to be allowed.' },
  no_purposes: { vi: 'Chưa chọn mục đích nào.', en: 'No purpose has been chosen.' },
  ends_before_it_begins: { vi: 'Ngày hết phải sau ngày bắt đầu.', en: 'The end must come after the beginning.' },
  too_long: { vi: 'Một lần cho phép kéo dài nhiều nhất 180 ngày.', en: 'One permission lasts 180 days at most.' },
  event_too_long: { vi: 'Cho phép cho một sự kiện công cộng kéo dài nhiều nhất 14 ngày.', en: 'A permission for a public event lasts 14 days at most.' },
  maintenance_is_one_still: { vi: 'Để bảo dưỡng chỉ cho lấy ảnh chụp, trong một lần cho phép riêng.', en: 'Maintenance means a still picture only, in a permission of its own.' },
  footage_missing: { vi: 'Chưa chọn cho xem lại hình đã ghi bao lâu.', en: 'How far back recordings may be had has not been chosen.' },
  never_open: { vi: 'Không có giờ nào được xem.', en: 'There is no hour at which they may look.' },
  hours_unclear: { vi: 'Giờ bắt đầu và giờ kết thúc trùng nhau.', en: 'The hours begin and end at the same time.' },
  nothing_at_once: { vi: 'Số lượt xem phải từ 1 trở lên.', en: 'There must be at least one viewing.' },
  emergency_too_wide: { vi: 'Mở khẩn cấp không có tiếng, không trích xuất, nhiều nhất 8 camera và 30 phút.', en: 'An emergency has no sound, no copies, at most 8 cameras and 30 minutes.' },
  invalid: { vi: 'Nội dung cho phép chưa hợp lệ.', en: 'This permission is not valid.' },
} as const satisfies Record<string, Text>;
export type GrantProblem = keyof typeof grantProblems;

const longest = days(180);
const longestEvent = days(14);
const longestEmergency = minutes(30);

/** In the order of the form; empty when it may be signed. Never throws. */
export function checkGrantLimits(draft: GrantDraft): readonly GrantProblem[] {
  if (!validGrant({ ...draft, who: { ...draft?.who, person: draft?.who?.person ?? id('nobody') }, when: { ...draft?.when, from: 0, until: 1 }, id: id<GrantId>('draft'), version: 1, owner: id<OwnerId>('draft') })) return ['invalid'];
  const { who, what, when, why, mode, limits } = draft;
  const lasts = when.until - when.from;
  const weeks = [when.access, when.footage?.hours].filter((each) => each !== undefined);
  const checks: Readonly<Record<GrantProblem, boolean>> = {
    no_grantee: who.unit === undefined && who.person === undefined,
    no_cameras: what.cameras.length === 0,
    no_actions: what.actions.length === 0,
    no_purposes: why.purposes.length === 0,
    ends_before_it_begins: !(lasts > 0),
    too_long: lasts > longest,
    event_too_long: why.purposes.includes('public_event') && lasts > longestEvent,
    maintenance_is_one_still: why.purposes.includes('maintenance') && (why.purposes.length > 1 || what.actions.some((action) => action !== 'snapshot' && action !== 'status')),
    footage_missing: what.actions.some((action) => action === 'playback' || action === 'clip') && (when.footage?.lookbackMs ?? 0) === 0,
    never_open: weeks.some(({ windows }) => windows.every((window) => window.days.length === 0)),
    hours_unclear: weeks.some(({ windows }) => windows.some(({ from, to }) => from === to)),
    nothing_at_once: limits.maxConcurrent < 1 || limits.maxPerDay < 1,
    emergency_too_wide: mode === 'emergency' && (what.audio || what.cameras.length > 8 || limits.maxSessionMs > longestEmergency || what.actions.some((action) => action === 'clip' || action === 'talk')),
    invalid: !Number.isSafeInteger(when.from) || !Number.isSafeInteger(when.until) || when.from < 0,
  };
  return (Object.keys(checks) as GrantProblem[]).filter((problem) => checks[problem]);
}
