import { wordsOf } from './words-of.ts';

/** The words of consent that several screens share: purposes, actions, roles, how a viewing ended. */
export const consent = wordsOf({
  vi: {
    purpose_crime: 'điều tra tội phạm', purpose_admin_violation: 'vi phạm hành chính', purpose_traffic_accident: 'tai nạn giao thông', purpose_missing_person: 'tìm người mất tích',
    purpose_fire_rescue: 'chữa cháy, cứu nạn', purpose_public_event: 'sự kiện công cộng', purpose_maintenance: 'bảo dưỡng camera',
    action_status: 'xem camera có đang hoạt động', action_event: 'nhận sự kiện', action_snapshot: 'ảnh chụp', action_live: 'xem trực tiếp', action_playback: 'xem lại', action_clip: 'trích xuất đoạn hình', action_ptz: 'xoay camera', action_talk: 'nói qua camera',
    route_R0: 'chủ nhà xem', route_R1: 'theo cho phép có sẵn', route_R2: 'bạn đồng ý lần đó', route_R3: 'mở khẩn cấp', route_R4: 'theo văn bản yêu cầu',
    end_viewer: 'người xem tự đóng', end_revoked: 'bạn dừng chia sẻ', end_expired: 'hết thời gian', end_paused: 'bạn tạm dừng', end_refused: 'hub từ chối', end_source: 'camera mất hình', end_slow: 'đường truyền chậm',
    end_shutdown: 'hub tắt', end_signed_out: 'đăng xuất', end_clock: 'đồng hồ hub không chắc', end_not_recorded: 'không ghi được vào sổ',
    caseNo: 'hồ sơ {{number}}', officerNo: 'số hiệu {{number}}', purposeIs: 'Mục đích: {{purpose}}', 
  },
  en: {
    purpose_crime: 'investigating a crime', purpose_admin_violation: 'an administrative violation', purpose_traffic_accident: 'a traffic accident', purpose_missing_person: 'finding a missing person',
    purpose_fire_rescue: 'fire and rescue', purpose_public_event: 'a public event', purpose_maintenance: 'camera maintenance',
    action_status: 'know that it runs', action_event: 'receive events', action_snapshot: 'a still', action_live: 'live view', action_playback: 'look back', action_clip: 'a clip', action_ptz: 'move the camera', action_talk: 'talk through it',
    route_R0: 'the household', route_R1: 'under a standing permission', route_R2: 'you agreed that time', route_R3: 'emergency', route_R4: 'written request',
    end_viewer: 'the viewer closed it', end_revoked: 'you stopped sharing', end_expired: 'the time ran out', end_paused: 'you paused', end_refused: 'the hub refused', end_source: 'the camera lost its picture', end_slow: 'slow connection',
    end_shutdown: 'the hub stopped', end_signed_out: 'signed out', end_clock: 'the hub was not sure of its clock', end_not_recorded: 'could not be written to the ledger',
    caseNo: 'case {{number}}', officerNo: 'officer {{number}}', purposeIs: 'Purpose: {{purpose}}', 
  },
});
