import type { recordRoutes } from '../../api/records.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';

export function recordHandlers(_hub: HubServices): Handlers<typeof recordRoutes> {
  return {};
}
