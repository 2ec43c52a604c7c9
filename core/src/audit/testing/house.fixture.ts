import { id, type CameraId, type OwnerId } from '../../domain/ids.ts';
import type { Store } from '../../store/open-store.ts';

/** A household with cameras, as far as the log asks for them. */
export async function addHouse(store: Store, owner: OwnerId, cameras: readonly CameraId[]): Promise<void> {
  await store.write(async (rows) => {
    await rows.insertInto('owner').values({ id: owner, kind: 'household', name: String(owner), created_at: 0 }).execute();
    for (const camera of cameras) {
      await rows.insertInto('camera').values({
        id: id<CameraId>(camera), owner, name: camera, place: '', direction: null, provider: 'onvif', native_id: camera, maker: null, model: null, device_uri: null, snapshot_uri: null, sources: '[]', clock_offset_ms: null, confirmed_at: 0,
        recording: 'off', record_days: 7, record_bytes: 1, created_at: 0, removed_at: null, latitude: null, longitude: null, view_degrees: null,
      }).execute();
    }
  });
}
