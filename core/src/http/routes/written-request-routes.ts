import type { writtenRequestRoutes } from '../../api/written-requests.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';

export function writtenRequestHandlers(_hub: HubServices): Handlers<typeof writtenRequestRoutes> {
  return {};
}
