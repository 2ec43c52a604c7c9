import type { caseRoutes } from '../../api/cases.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';

export function caseHandlers(_hub: HubServices): Handlers<typeof caseRoutes> {
  return {};
}
