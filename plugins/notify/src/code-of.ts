/** The code of an error of Node or nodemailer, `ECONNREFUSED`; nothing longer than a name, since some codes come from the other side. */
export function codeOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(thrown.code) ? thrown.code : undefined;
}
