import type { redactionRoutes } from '../../api/redaction.ts';
import type { ExportDesk } from '../../exports/export-desk.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';
import { askRedacted } from './export-routes.ts';

export function redactionHandlers(hub: HubServices, desk: ExportDesk): Handlers<typeof redactionRoutes> {
  return {
    'POST /api/redactions': async ({ by, body: { regions, ...wish }, language }) => askRedacted(hub, desk, by, wish, regions, language),
  };
}
