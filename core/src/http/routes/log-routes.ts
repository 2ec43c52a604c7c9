import type { logRoutes } from '../../api/log.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';

export function logHandlers(_hub: HubServices): Handlers<typeof logRoutes> {
  return {};
}
