import type { maskRoutes } from '../../api/masks.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';

export function maskHandlers(_hub: HubServices): Handlers<typeof maskRoutes> {
  return {};
}
