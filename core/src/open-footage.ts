import type { OwnedScope } from './base/scope.ts';
import type { Hub } from './compose.ts';
import type { Config } from './config/config.ts';
import type { HubFactFeed } from './http/hub-facts.ts';
import type { FootageHandlers } from './http/hub-server.ts';
import { openEvidence } from './open-evidence.ts';
import { openOutside } from './open-outside.ts';
import { openPlayback } from './open-playback.ts';
import { recordingHandlers } from './http/routes/recording-routes.ts';
import { redactionHandlers } from './http/routes/redaction-routes.ts';
import type { Recording } from './open-recording.ts';
import type { WrittenRoom } from './access/open-written-room.ts';

/** All that is done with recorded footage, on a hub that records: looking at it, covering parts of it, sealing it. */
export async function openFootage(hub: Hub, recording: Recording, written: WrittenRoom, config: Config, feed: HubFactFeed, scope: OwnedScope): Promise<FootageHandlers> {
  return {
    recording: recordingHandlers(hub, recording),
    outside: openOutside(hub, recording, feed, scope),
    playback: await openPlayback(hub, recording, config, scope),
    evidence: await openEvidence(hub, recording, written, config, feed, scope),
    redaction: redactionHandlers(hub, recording.desk),
  };
}
