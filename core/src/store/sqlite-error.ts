import { HubError } from '../sdk/errors.ts';

interface SqliteError extends Error { readonly code: string }

function isSqliteError(failure: unknown): failure is SqliteError {
  return failure instanceof Error && 'code' in failure && typeof failure.code === 'string' && failure.code.startsWith('SQLITE_');
}

/** SQLite's result codes (sqlite.org/rescode.html) in the hub's words. Messages name tables and columns, never values. */
export function storeError(failure: unknown): HubError {
  if (failure instanceof HubError) return failure;
  if (!isSqliteError(failure)) return new HubError('internal', 'The database failed.', { cause: failure });
  const say = (code: ConstructorParameters<typeof HubError>[0], message: string): HubError => new HubError(code, `${message} ${failure.message}`, { cause: failure });
  switch (failure.code) {
    case 'SQLITE_FULL':
      return say('disk-full', 'The disk is full.');
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return say('not-ready', 'The database is in use by another program.');
    case 'SQLITE_CORRUPT':
    case 'SQLITE_NOTADB':
      // The audit log lives in the same file: until someone has looked, nothing in it can be trusted.
      return say('log-damaged', 'The database file is damaged.');
    case 'SQLITE_CONSTRAINT':
      return say(/(UNIQUE|FOREIGN KEY) constraint failed/.test(failure.message) ? 'conflict' : 'internal', 'The database refused a row.');
    default:
      return say('internal', 'The database failed.');
  }
}
