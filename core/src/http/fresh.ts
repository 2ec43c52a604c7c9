import type { SignedIn } from '../people/signed-in.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import { proofLasts } from './guard.ts';

/** For acts that need a proof of who she is only when they widen, which the route cannot know. A proof in the future proves nothing. @throws HubError `fresh-sign-in` */
export function requireFresh({ provedAt }: SignedIn, clock: Clock): void {
  const age = clock.now() - provedAt;
  if (age < 0 || age >= proofLasts) throw new HubError('fresh-sign-in', 'Widening needs a fresh proof of who she is.');
}
