import { HubError } from '../sdk/errors.ts';
import type { RtspAnswer } from './rtsp-answer.ts';

/** What went wrong, in RTSP's words. Why a picture is not shown is nobody's business here. */
export function statusOf(failure: unknown): RtspAnswer['status'] {
  if (!(failure instanceof HubError)) return 500;
  switch (failure.code) {
    case 'not-found': case 'camera-no-video': return 404;
    case 'renditions-busy': case 'uplink-full': case 'too-many-requests': return 453;
    case 'camera-offline': case 'camera-unreachable': case 'camera-wrong-password': case 'camera-broken-answer': case 'camera-stalled': case 'not-ready': case 'stream-unsupported': case 'obligation-unmet': case 'ffmpeg-missing': case 'not-recorded': return 503;
    case 'internal': return 500;
    default: return 403;
  }
}
