import type { OwnedScope } from './base/scope.ts';
import type { Config } from './config/config.ts';
import type { Hub } from './compose.ts';
import type { HubServerParts } from './http/hub-server.ts';
import type { RecordedSpans } from './http/recorded-spans.ts';
import { HubError } from './sdk/errors.ts';

export async function openRecording(_hub: Hub, _config: Config, _scope: OwnedScope): Promise<{ readonly footage: RecordedSpans; readonly exports: HubServerParts['exports'] }> {
  const no = async (): Promise<never> => { throw new HubError('not-ready', 'Recording is not built yet.'); };
  return { footage: { spans: async () => [], summary: async () => ({ bytes: 0, oldest: undefined }) }, exports: { 'POST /api/exports': no, 'GET /api/exports': async () => [], 'DELETE /api/exports/:id': no, 'GET /api/exports/:id/files/:name': no } };
}
