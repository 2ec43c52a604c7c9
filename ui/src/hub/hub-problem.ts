/** A refusal by the hub, or no answer from it. `code` decides behaviour, `message` is in the reader's language and may be shown. */
export class HubProblem extends Error {
  override readonly name = 'HubProblem';
  readonly code: string;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** What is wrong with single fields of the body, by path. */
  readonly fields: Readonly<Record<string, string>>;
  readonly reasons: readonly string[];

  constructor(code: string, message: string, details: { readonly status?: number; readonly fields?: Readonly<Record<string, string>>; readonly reasons?: readonly string[]; readonly cause?: unknown } = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.status = details.status ?? 0;
    this.fields = details.fields ?? {};
    this.reasons = details.reasons ?? [];
  }
}

/** Whatever was thrown, as a problem that a person can be shown. */
export function problemOf(thrown: unknown): HubProblem {
  return thrown instanceof HubProblem ? thrown : new HubProblem('internal', '', { cause: thrown });
}

/** An abort is not a failure: whoever asked has gone. */
export function isAbort(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'AbortError';
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const textsOf = (value: unknown): Record<string, string> => (isRecord(value) ? Object.fromEntries(Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string')) : {});

/** Reads the API's problem form from an untrusted reply body; a proxy's HTML page becomes `internal` or `hub-away`. */
export function readProblem(status: number, body: unknown): HubProblem {
  if (isRecord(body) && typeof body['code'] === 'string') {
    const reasons = Array.isArray(body['reasons']) ? body['reasons'].filter((reason): reason is string => typeof reason === 'string') : [];
    return new HubProblem(body['code'], typeof body['message'] === 'string' ? body['message'] : '', { status, fields: textsOf(body['fields']), reasons });
  }
  return new HubProblem(status >= 502 && status <= 504 ? 'hub-away' : 'internal', '', { status });
}
