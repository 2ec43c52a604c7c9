import type { askPreviewRoutes } from '../../api/cases.ts';
import { readAsk } from '../../access/ask-json.ts';
import { ownAsk } from '../../consent/owner-access.ts';
import { isRefusal } from '../../consent/refusal.ts';
import type { Permit } from '../../domain/consent.ts';
import { id, type AskId } from '../../domain/ids.ts';
import type { AskPreviews } from '../../recordings/ask-preview.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';
import { keepers, ownersOf } from '../../people/roles.ts';

const fetchedWithin = 60_000;
const chunkBytes = 64 * 1024;

/** What she would give, before she gives it; under a permit of her own, and only while she is asked. */
export function askPreviewHandlers(hub: HubServices, previews: Pick<AskPreviews, 'make'>): Handlers<typeof askPreviewRoutes> {
  return {
    'GET /api/asks/:id/preview': async ({ by, params, signal }) => {
      const row = await hub.asks.find(id<AskId>(params.id));
      if (!row || !ownersOf(by, keepers).includes(row.owner)) throw new HubError('not-found', 'There is no such ask.');
      const { footage } = readAsk(row.body);
      if (!footage || row.status !== 'pending' || row.lapses_at <= hub.clock.now()) throw new HubError('not-found', 'There is nothing to preview of this ask.');
      const permit = await hub.gate.admit({ as: 'member', ask: ownAsk(by.person, row.camera, 'playback', { maxHeight: 4_320, maxFps: 240, audio: false, masks: new Set() }, footage) });
      if (isRefusal(permit)) throw permit.error;
      // Ends with the last byte, when she leaves, or when nobody came for it.
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        hub.gate.end(permit, 'viewer').catch(() => {}); // stays queued and is written before the next admission
      };
      const timer = setTimeout(end, fetchedWithin).unref();
      signal.addEventListener('abort', end, { once: true });
      try {
        const film = await previews.make(permit);
        return { name: 'preview.mp4', type: 'video/mp4', bytes: film.length, read: (from, to) => under(permit, film.subarray(from, to), end) };
      } catch (failure) {
        end();
        throw failure;
      }
    },
  };
}

async function* under({ signal }: Permit, bytes: Uint8Array, end: () => void): AsyncGenerator<Uint8Array> {
  try {
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      if (signal.aborted) throw new HubError('consent-ended', 'The permission ended while the preview was sent.');
      yield bytes.subarray(at, at + chunkBytes);
    }
  } finally {
    end();
  }
}
