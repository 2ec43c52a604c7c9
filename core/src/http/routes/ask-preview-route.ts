import type { askPreviewRoutes } from '../../api/cases.ts';
import { readAsk } from '../../access/ask-json.ts';
import { ownAsk } from '../../consent/owner-access.ts';
import { isRefusal } from '../../consent/refusal.ts';
import { id, type AskId } from '../../domain/ids.ts';
import type { AskPreviews } from '../../recordings/ask-preview.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Handlers } from '../call.ts';
import { filmAnswer } from '../film-answer.ts';
import type { HubServices } from '../hub-services.ts';
import { keepers, ownersOf } from '../../people/roles.ts';

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
      return filmAnswer(hub, permit, signal, 'preview.mp4', () => previews.make(permit));
    },
  };
}
