import type { emergencyRoutes } from '../../api/emergencies.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';

export function emergencyHandlers(_hub: HubServices): Handlers<typeof emergencyRoutes> {
  return {};
}
