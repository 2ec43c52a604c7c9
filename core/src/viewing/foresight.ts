import type { ConsentRecords } from '../consent/gate-ports.ts';
import { decide } from '../consent/decide.ts';
import { decideForMember } from '../consent/owner-access.ts';
import type { MediaFormat } from '../domain/media.ts';
import { seconds } from '../domain/time.ts';
import type { KnownPerson } from '../people/signed-in.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Viewable } from '../streams/view.ts';
import type { Opening } from './opening.ts';

/** A camera that was asleep has to be woken; a picture that is made anew, begun. */
const firstPicture = seconds(10);

/** What the gate would answer this moment, by the same rules. Only the gate's own answer opens anything. */
export async function wouldPermit({ records, clock }: { readonly records: Pick<ConsentRecords, 'stateFor'>; readonly clock: Clock }, by: KnownPerson, { as, ask }: Opening): Promise<boolean> {
  const state = await records.stateFor(ask.camera);
  if (as === 'officer') return decide(state, ask, clock.now()).effect === 'permit';
  const role = by.memberships.find(({ owner }) => owner === state.owner)?.role;
  const restrictions = state.restrictions.filter(({ scope }) => scope?.owner === undefined || scope.owner === state.owner);
  return decideForMember(role, ask.action, restrictions, clock.now(), ask).effect === 'permit';
}

/** How it is coded, as soon as that is known; of the pictures nothing is kept. @throws HubError `camera-offline` and what keeps the camera away; the signal's reason */
export function codingOf(from: Viewable, signal: AbortSignal): Promise<MediaFormat> {
  return new Promise((resolve, reject) => {
    let seat: Disposable | undefined;
    let isOver = false;
    let trouble: HubError | undefined;
    const over = (settle: () => void): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', left);
      seat?.[Symbol.dispose]();
      settle();
    };
    const left = (): void => over(() => reject(signal.reason instanceof Error ? signal.reason : new HubError('camera-offline', 'Whoever asked has left.')));
    const timer = setTimeout(() => over(() => reject(trouble ?? new HubError('camera-offline', 'The camera sent no picture in time.'))), firstPicture);
    signal.addEventListener('abort', left, { once: true });
    seat = from.join({
      format: ({ media, hasAudio }) => { if (media) over(() => resolve(hasAudio ? media : { video: media.video })); },
      fragment: () => {},
      waiting: (error) => { trouble = error; },
    });
    if (isOver) seat[Symbol.dispose]();
    else if (signal.aborted) left();
  });
}
