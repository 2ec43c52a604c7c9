import type { Text } from '../domain/people.ts';
import { HubError } from '../sdk/errors.ts';

/** A setting that is not right: for who starts the hub, in both languages, with the file and the field. */
export class ConfigProblem extends HubError {
  readonly file: string;
  /** `listen.port`; empty when it is the file as a whole. */
  readonly field: string;
  readonly text: Text;
  constructor(file: string, field: string, text: Text, options?: { cause?: unknown }) {
    super('bad-config', `${file}${field ? `, ${field}` : ''}: ${text.en}`, options);
    this.file = file;
    this.field = field;
    this.text = { vi: `${file}${field ? `, ${field}` : ''}: ${text.vi}`, en: `${file}${field ? `, ${field}` : ''}: ${text.en}` };
  }
}
