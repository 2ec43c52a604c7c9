import { HubError } from '@matpho/core/sdk';

export function brokenAnswer(message: string, cause?: unknown): HubError {
  return new HubError('camera-broken-answer', message, { cause });
}
