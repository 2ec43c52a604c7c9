import type { CameraForecast, recordingRoutes } from '../../api/recording.ts';
import { id, type CameraId } from '../../domain/ids.ts';
import { ownCamera } from '../../people/roles.ts';
import type { Storage } from '../../recordings/storage.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';

export function storageHandlers(hub: Pick<HubServices, 'registry'>, storage: Pick<Storage, 'facts'>): Pick<Handlers<typeof recordingRoutes>, 'GET /api/storage' | 'GET /api/cameras/:id/recording/forecast'> {
  return {
    'GET /api/storage': async () => {
      const { disks, capacity, maxBytes, forecast } = await storage.facts();
      return { disks: disks.map(({ id: disk, state, free, total, kept, bytes, files }) => ({ id: disk, state, free, total, keepFree: kept, recordings: bytes, files })), capacity: Math.floor(capacity), maxBytes: maxBytes ?? null, bytesPerDay: Math.round(forecast.bytesPerDay), days: forecast.days ?? null, fullIn: forecast.fullIn ?? null };
    },
    'GET /api/cameras/:id/recording/forecast': async ({ by, params }): Promise<CameraForecast> => {
      const camera = ownCamera(by, await hub.registry.find(id<CameraId>(params.id)));
      const found = (await storage.facts()).forecast.cameras.get(camera.id);
      return { days: found?.days ?? null, limit: found?.limit ?? 'days', oldestGoesAt: found?.oldestGoesAt ?? null, bytesPerDay: Math.round(found?.bytesPerDay ?? 0) };
    },
  };
}
