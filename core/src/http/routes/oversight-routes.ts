import type { oversightRoutes } from '../../api/oversight.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';

export function oversightHandlers(_hub: HubServices): Handlers<typeof oversightRoutes> {
  return {};
}
