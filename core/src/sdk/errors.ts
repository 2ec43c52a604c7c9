import type { ErrorCode } from '../domain/error-codes.ts';

export type HubErrorCode = ErrorCode;

/** The one error of the hub. The code decides behaviour and the text a person sees; the message is for the log. */
export class HubError extends Error {
  override readonly name = 'HubError';
  readonly code: HubErrorCode;
  constructor(code: HubErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
