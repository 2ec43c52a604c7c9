import type { OwnerAskRow, CameraRow, GrantRow, LedgerRow, OfficerCameraRow, PluginRow } from '@matpho/core/api';

const minute = 60_000;
const day = 86_400_000;
export const fakePicture = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><path fill="#9fb8c4" d="M0 0h16v5H0z"/><path fill="#6f6a62" d="M0 5h16v4H0z"/><path fill="#c7b49a" d="M1 2h4v4H1zM11 1h4v5h-4z"/><path fill="#4a4640" d="M7 9l1-4 1 4z"/></svg>');

export function camerasOf(now: number): CameraRow[] {
  const camera = (id: string, name: string, place: string, running: boolean): CameraRow => ({
    id, owner: 'o1', ownerName: 'Nhà cô Lan, 12 Lê Lợi', name, place, direction: 90, position: null, viewDegrees: null, state: running ? 'running' : 'offline', stateText: running ? { vi: 'Đang hoạt động', en: 'Running' } : { vi: 'Mất kết nối', en: 'Offline' }, stateSince: now - 3 * day,
    maker: 'Imou', address: '192.168.1.64', sources: [{ role: 'main', width: 1920, height: 1080, codec: 'h264', audio: true }], clockOffsetMs: 300, confirmed: true, recording: 'continuous', recordDays: 7, recordBytes: 50_000_000_000, recordedBytes: 21_000_000_000, archive: false, oldestFootage: now - 6 * day,
    sharing: { vi: 'hỏi từng lần', en: 'ask each time' }, paused: false, watching: 0,
  });
  return [camera('c1', 'Cổng', 'Trước nhà, nhìn ra đường Lê Lợi', true), camera('c2', 'Ngõ bên', 'Ngõ 14', true), camera('c3', 'Sân sau', '', false)];
}

export function asks(now: number): OwnerAskRow[] {
  return [{ id: 'a1', camera: 'c1', cameraName: 'Cổng', unit: 'Công an phường Bồ Xuyên', who: 'Lê Thị Hoa', role: 'duty_officer', officerNo: '034-2201', action: 'playback', purpose: 'traffic_accident', caseNo: '118/2026', message: 'Va chạm xe máy trước số 12.', footage: { from: now - 90 * minute, to: now - 75 * minute }, status: 'pending', createdAt: now - 4 * minute, lapsesAt: now + 26 * minute, decidedAt: null, approvedUntil: null, usedAt: null, sentence: { vi: 'Công an phường Bồ Xuyên xin xem lại camera Cổng.', en: 'Bồ Xuyên ward police ask to look back on the camera Cổng.' }, trimmed: null, covered: 0, maxHeight: 720, audio: false, hold: 'held' }];
}

export function grants(now: number): GrantRow[] {
  return [{ id: 'g1', version: 1, owner: 'o1', cameras: [{ id: 'c1', name: 'Cổng' }], to: 'Công an phường Bồ Xuyên', mode: 'ask', actions: ['clip'], purposes: ['crime', 'traffic_accident'], from: now - 10 * day, until: now + 80 * day, access: null, sentence: { vi: 'Bạn cho phép Công an phường Bồ Xuyên xin từng lần hình của camera Cổng.', en: 'You let Bồ Xuyên ward police ask each time for footage of the camera Cổng.' }, signedBy: 'Nguyễn Thị Lan', signedAt: now - 10 * day, revokedAt: null, open: true, held: null }];
}

export function ledger(now: number): LedgerRow[] {
  return [{ viewing: 'v1', camera: 'c1', cameraName: 'Cổng', own: false, who: 'Lê Thị Hoa', unit: 'Công an phường Bồ Xuyên', officerNo: '034-2201', route: 'R2', action: 'playback', purpose: 'traffic_accident', caseNo: '118/2026', from: now - 200 * minute, to: now - 196 * minute, seconds: 240, endReason: 'viewer', maxHeight: 720, audio: false, watermark: true, mark: 'pixels', footage: { from: now - 300 * minute, to: now - 290 * minute }, masks: 1, obligationsMet: true, ask: 'a0', emergency: null, request: null, program: null }];
}

export function offers(now: number): OfficerCameraRow[] {
  return [{ camera: 'c1', name: 'Cổng', place: 'Lê Lợi', ownerKind: 'household', online: true, offers: [{ action: 'playback', effect: 'ask', purposes: ['crime', 'traffic_accident'], caseRequired: true, maxHeight: 720, audio: false, until: now + 80 * day, lookbackHours: 72 }] }];
}

export function plugins(now: number): PluginRow[] {
  const log: PluginRow['log'] = [{ at: now - 3 * minute, level: 'info', message: 'Tìm thấy 3 camera trong mạng 192.168.1.0/24.' }, { at: now - 2 * minute, level: 'warn', message: '192.168.1.71 trả lời không đúng chuẩn.' }];
  return [
    {
      id: 'onvif', name: { vi: 'Camera ONVIF', en: 'ONVIF cameras' }, status: 'running', statusText: { vi: 'Đang chạy', en: 'Running' }, since: now - 2 * day, because: null, enabled: true,
      adds: [{ vi: 'Tìm camera ONVIF trong mạng nhà và đăng nhập vào chúng.', en: 'Finds ONVIF cameras on the home network and signs in to them.' }], asks: [{ vi: 'Biết giờ.', en: 'Know the time.' }], reaches: [{ vi: 'Mạng trong nhà', en: 'The home network' }],
      schema: { type: 'object', properties: { intervalSeconds: { type: 'integer', minimum: 1, maximum: 3600, default: 30, title: 'Tìm camera mới mỗi … giây / Look for new cameras every … seconds' }, loopback: { type: 'boolean', default: false, title: { vi: 'Tìm cả camera giả lập', en: 'Find simulated cameras too' } }, ports: { type: 'array', items: { type: 'integer', minimum: 1, maximum: 65_535 }, minItems: 1, maxItems: 16, default: [80, 8080], title: 'Các cổng ONVIF / ONVIF ports' } } },
      config: { intervalSeconds: 30, loopback: false, ports: [80, 8080, 8000] }, log,
    },
    {
      id: 'notify', name: { vi: 'Thông báo', en: 'Notices' }, status: 'needs-attention', statusText: { vi: 'Cần bạn xem', en: 'Needs attention' }, since: now - 20 * minute, because: { vi: 'Không gửi được thông báo qua kênh này.', en: 'The notice could not be sent on this channel.' }, enabled: true,
      adds: [{ vi: 'Gửi thông báo bằng thư điện tử và ntfy.', en: 'Sends notices by e-mail and ntfy.' }], asks: [], reaches: [{ vi: 'Internet', en: 'The internet' }],
      schema: { type: 'object', required: ['host'], properties: { host: { type: 'string', title: 'Máy chủ thư / Mail server' }, security: { type: 'string', enum: ['tls', 'starttls'], default: 'tls', title: 'Bảo mật / Security' }, password: { type: 'string', secret: true, title: 'Mật khẩu thư / Mail password' } } },
      config: { host: 'smtp.example.vn', security: 'tls', password: true }, log: [],
    },
  ];
}
