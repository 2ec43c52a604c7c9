import type { CameraRow } from '../api/cameras.ts';
import type { CameraRecord } from '../cameras/camera-registry.ts';
import { inWeekly } from '../consent/weekly.ts';
import type { CameraState, Source } from '../domain/camera.ts';
import type { Grant, Restriction } from '../domain/consent.ts';
import { errorCodes } from '../domain/error-codes.ts';
import type { Text } from '../domain/people.ts';
import type { HubServices } from './hub-services.ts';
import type { RecordedSpans } from './recorded-spans.ts';

const stateTexts: { readonly [S in CameraState]: Text } = {
  'running': { vi: 'Đang hoạt động', en: 'Running' },
  'connecting': { vi: 'Đang kết nối', en: 'Connecting' },
  'offline': { vi: 'Mất kết nối', en: 'Offline' },
  'needs-attention': { vi: 'Cần xem lại', en: 'Needs attention' },
  'off': { vi: 'Đang tắt', en: 'Off' },
};
/** After "Chia sẻ:". */
const sharingTexts = {
  none: { vi: 'không với ai', en: 'with nobody' },
  ask: { vi: 'hỏi từng lần', en: 'asks each time' },
  hours: { vi: 'trong giờ đã chọn', en: 'during the hours you chose' },
  cases: { vi: 'khi có vụ việc', en: 'when there is a case' },
  emergency: { vi: 'chỉ khi khẩn cấp', en: 'only in an emergency' },
  always: { vi: 'luôn luôn', en: 'at all times' },
  paused: { vi: 'đang tạm dừng', en: 'paused' },
} as const satisfies Record<string, Text>;

/** Cameras as their owners see them. */
export class CameraRows {
  readonly #hub: HubServices;
  readonly #recorded: RecordedSpans;
  constructor(hub: HubServices, recorded: RecordedSpans) {
    this.#hub = hub;
    this.#recorded = recorded;
  }
  async rows(cameras: readonly CameraRecord[]): Promise<CameraRow[]> {
    return Promise.all(cameras.map((camera) => this.row(camera)));
  }

  async row(camera: CameraRecord): Promise<CameraRow> {
    const { health, gate, records, clock, store } = this.#hub;
    const now = clock.now();
    const condition = health.of(camera.id);
    const [{ grants, restrictions }, { bytes, oldest }, owner] = await Promise.all([
      records.stateFor(camera.id), this.#recorded.summary(camera.id), store.read.selectFrom('owner').select('name').where('id', '=', camera.owner).executeTakeFirstOrThrow(),
    ]);
    const paused = isPaused(restrictions, camera, now);
    return {
      id: camera.id, owner: camera.owner, ownerName: owner.name, name: camera.name, place: camera.place, direction: camera.direction ?? null, position: camera.latitude === undefined || camera.longitude === undefined ? null : { latitude: camera.latitude, longitude: camera.longitude }, viewDegrees: camera.viewDegrees === undefined ? null : Math.round(camera.viewDegrees),
      state: condition.state, stateText: condition.because ? errorCodes[condition.because] : stateTexts[condition.state], stateSince: condition.since,
      maker: camera.maker ?? null, address: camera.sources[0] ? new URL(camera.sources[0].uri).hostname : null, sources: sourceRows(camera.sources), clockOffsetMs: camera.clockOffsetMs ?? null, confirmed: camera.confirmedAt !== undefined,
      recording: camera.recording, recordDays: camera.recordDays, recordBytes: camera.recordBytes, recordedBytes: bytes, oldestFootage: oldest ?? null, archive: camera.provider !== 'manual' && camera.deviceUri !== undefined,
      sharing: paused ? sharingTexts.paused : sharingOf(grants, now), paused,
      watching: gate.open().filter(({ as, ask }) => as === 'officer' && ask.camera === camera.id).length,
    };
  }
}

export function sourceRows(sources: readonly Source[]): CameraRow['sources'] {
  return sources.map(({ role, width, height, codec, hasAudio }) => ({ role, width: width ?? null, height: height ?? null, codec: codec ?? null, audio: hasAudio ?? false }));
}

export function isPaused(restrictions: readonly Restriction[], camera: CameraRecord, now: number): boolean {
  return restrictions.some(({ kind, scope, from, until, hours }) => kind === 'pause' && from <= now && now < until && inWeekly(hours, now) && scope.who === undefined && scope.actions === undefined && (scope.cameras?.includes(camera.id) ?? true));
}

/** The widest of what is in force, in one phrase. */
function sharingOf(grants: readonly Grant[], now: number): Text {
  const standing = grants.filter(({ when }) => when.from <= now && now < when.until);
  const plain = standing.filter(({ mode }) => mode === 'standing');
  if (plain.some(({ when, why }) => when.access === undefined && !why.caseRequired)) return sharingTexts.always;
  if (plain.some(({ when }) => when.access !== undefined)) return sharingTexts.hours;
  if (plain.length > 0) return sharingTexts.cases;
  return standing.length > 0 ? sharingTexts.ask : sharingTexts.none;
}
