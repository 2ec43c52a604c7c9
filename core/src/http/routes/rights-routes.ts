import type { rightsRoutes } from '../../api/rights.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';

export function rightsHandlers(_hub: HubServices): Handlers<typeof rightsRoutes> {
  return {};
}
