import type { emergencyRoutes } from '../../api/emergencies.ts';
import { requireEmergency } from '../../access/emergency-rows.ts';
import type { MaskCovers } from '../../consent/masks.ts';
import { isRefusal } from '../../consent/refusal.ts';
import { renditions } from '../../consent/renditions.ts';
import type { Ask, Interval } from '../../domain/consent.ts';
import { emergencyLimits } from '../../domain/emergency.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Ffmpeg } from '../../sdk/services.ts';
import type { Footage } from '../../recordings/footage.ts';
import { joinedFilm } from '../../recordings/joined-film.ts';
import { askerFor, plainAsker } from '../../people/asker.ts';
import type { Handlers } from '../call.ts';
import { filmAnswer } from '../film-answer.ts';
import type { HubServices } from '../hub-services.ts';

export interface BeforeParts {
  readonly footage: Pick<Footage, 'clip'>;
  readonly ffmpeg: Ffmpeg;
  readonly masks: MaskCovers;
}
export type BeforeKey = 'GET /api/officer/emergencies/:id/before/:camera';

/** The minute before an emergency was opened: all that is ever handed out of one. Marked in the picture, without sound, in the ledger like every look. */
export function emergencyBeforeHandler(hub: HubServices, { footage, ffmpeg, masks }: BeforeParts): Pick<Handlers<typeof emergencyRoutes>, BeforeKey> {
  return {
    'GET /api/officer/emergencies/:id/before/:camera': async ({ by, params, signal }) => {
      const row = await requireEmergency(hub.store.read, params.id);
      const held = row.cameras.find(({ camera }) => camera === params.camera);
      if (row.opened_at === null || !held || !by.offices.some(({ unit, unitKind }) => unit === row.unit && unitKind !== 'peoples_committee')) throw new HubError('not-found', 'It is another unit\'s, or not in it.');
      const office = askerFor(by, row.unit);
      const before: Interval = [row.opened_at - emergencyLimits.preBuffer, row.opened_at];
      const who = plainAsker(office);
      const offer = renditions(await hub.records.stateFor(held.camera), who, held.camera, 'playback', row.purpose, undefined, hub.clock.now(), before).find(({ effect }) => effect === 'permit');
      // Where nothing is offered the gate says no, and writes it down.
      const ask: Ask<'playback'> = offer?.ask ?? { who, camera: held.camera, action: 'playback', rendition: { maxHeight: 720, maxFps: 15, audio: false, masks: new Set() }, footage: before, purpose: row.purpose };
      const permit = await hub.gate.admit({ as: 'officer', ask });
      if (isRefusal(permit)) throw permit.error;
      return filmAnswer(hub, permit, signal, 'before.mp4', async () => {
        const { film, seconds } = await joinedFilm(ffmpeg, await footage.clip(permit, hub.gate, { ffmpeg, masks, mark: `${office.unitName} · ${office.officerNo}` }), permit.signal);
        hub.gate.countWith(permit, () => ({ seconds, bytes: film.length, obligationsMet: true, mark: permit.obligations.watermark ? 'pixels' : null }));
        return film;
      });
    },
  };
}
