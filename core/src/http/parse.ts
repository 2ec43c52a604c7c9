import { z } from 'zod';
import type { Language } from '../domain/people.ts';
import { HubProblem } from '../base/hub-problem.ts';

/** Zod's own sentences, in both languages; a locale that is set globally would be one language for all. */
const sentences = { vi: z.locales.vi().localeError, en: z.locales.en().localeError };

/**
 * What came from outside, checked.
 * @throws HubProblem `bad-request` with a sentence for each field, in the reader's language
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown, language: Language): z.output<S> {
  const parsed = schema.safeParse(input, { error: sentences[language] });
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues.slice(0, 20)) fields[issue.path.map(String).join('.')] ??= issue.message;
  throw new HubProblem('bad-request', 'The input does not have the declared form.', { fields });
}
