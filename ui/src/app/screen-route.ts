import type { Me } from '@matpho/core/api';
import type { TemplateResult } from 'lit';
import type { PlainKey } from '../words/words.ts';
import type { Params } from './match-path.ts';
import type { Side } from './shell.ts';

/** One address of the app. */
export interface ScreenRoute {
  /** `/camera/:id` */
  readonly path: string;
  /** The page's title. */
  readonly title: PlainKey;
  /** Fetches the screen's code when it is first needed. */
  readonly load: () => Promise<unknown>;
  readonly draw: (params: Params) => TemplateResult;
  /** Whose screen it is; absent for everyone's. Opening it switches to that side. */
  readonly side?: Side;
  /** Who may see it; others are told why not. */
  readonly may?: (me: Me) => boolean;
  /** The path of the navigation entry that is lit while this screen is open; its own when absent. */
  readonly under?: string;
}
