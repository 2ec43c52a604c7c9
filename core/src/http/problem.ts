import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import type { Problem } from '../api/words.ts';
import { errorCodes, type ErrorCode } from '../domain/error-codes.ts';
import { languages, type Language } from '../domain/people.ts';
import { HubError } from '../sdk/errors.ts';
import type { Log } from '../sdk/plugin.ts';
import { HubProblem } from '../base/hub-problem.ts';

/** What the frame's own parsers and limits say, in the hub's words. Anything else of theirs is a bad request or a fault of ours, by its status. */
const frameCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_JSON_BODY: 'bad-json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'bad-json',
};

/** What an error means to the reader. Causes and messages stay in the log: they may name addresses. */
export function toProblem(error: unknown, language: Language): { readonly status: number; readonly problem: Problem } {
  const code = codeOf(error);
  const meaning = errorCodes[code];
  const about = error instanceof HubProblem ? error : undefined;
  return {
    status: meaning.status,
    problem: { code, message: meaning[language], ...(about?.fields ? { fields: { ...about.fields } } : {}), ...(about?.reasons ? { reasons: [...about.reasons] } : {}) },
  };
}

function codeOf(error: unknown): ErrorCode {
  if (error instanceof HubError) return error.code;
  if (!(error instanceof Error)) return 'internal';
  const { code, statusCode } = error as Partial<FastifyError>;
  const known = code === undefined ? undefined : frameCodes[code];
  if (known) return known;
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500 ? 'bad-request' : 'internal';
}

/** The session's language, else the browser's first of ours (RFC 9110 §12.5.4), else Vietnamese. */
export function languageOf(request: FastifyRequest): Language {
  return request.signedIn?.language ?? acceptedLanguage(request.headers['accept-language']);
}

export function acceptedLanguage(header: string | undefined): Language {
  if (header === undefined || header.length > 500) return 'vi';
  const wishes = header.split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const weight = Number(parameters.find((p) => p.trim().startsWith('q='))?.trim().slice(2) ?? 1);
    return { language: languages.find((l) => tag === l || tag.startsWith(`${l}-`)), weight: Number.isFinite(weight) ? weight : 0 };
  });
  return wishes.filter((w) => w.language && w.weight > 0).toSorted((a, b) => b.weight - a.weight)[0]?.language ?? 'vi';
}

/** Every refusal and fault leaves as a Problem; the address asked for is never repeated. */
export function answerProblems(app: FastifyInstance, log: Log): void {
  app.setErrorHandler(async (error, request, reply) => {
    const { status, problem } = toProblem(error, languageOf(request));
    // The route's pattern, not the address: an address may hold what a person typed.
    if (status >= 500) log.error('a request failed', { method: request.method, route: request.routeOptions.url ?? '', code: problem.code, error });
    else if (error instanceof HubError && error.cause !== undefined) log.info('a request was refused', { route: request.routeOptions.url ?? '', code: problem.code, error });
    return reply.code(status).headers({ 'cache-control': 'no-store' }).type('application/json; charset=utf-8').send(JSON.stringify(problem));
  });
  app.setNotFoundHandler(async () => {
    throw new HubError('not-found', 'No such route.');
  });
}
