import { HubError, type HubErrorCode } from '../sdk/errors.ts';

/** A HubError with what a form shows: texts by field, in the reader's language already, and reasons the reader may see. */
export class HubProblem extends HubError {
  readonly fields: Readonly<Record<string, string>> | undefined;
  readonly reasons: readonly string[] | undefined;
  constructor(code: HubErrorCode, message: string, about: { readonly fields?: Readonly<Record<string, string>>; readonly reasons?: readonly string[] }) {
    super(code, message);
    this.fields = about.fields;
    this.reasons = about.reasons;
  }
}
