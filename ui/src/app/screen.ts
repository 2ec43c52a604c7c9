import { consume } from '@lit/context';
import type { Me } from '@matpho/core/api';
import { LitElement, type CSSResultGroup } from 'lit';
import { state } from 'lit/decorators.js';
import { clientContext, factsContext, meContext, onlineContext, wordsContext } from '../hub/contexts.ts';
import type { HubClient } from '../hub/hub-client.ts';
import type { HubFacts } from '../hub/hub-facts.ts';
import type { Words } from '../words/words.ts';
import { sheet } from './parts/sheet.ts';
import { shellContext, type Shell } from './shell.ts';

/** An element with texts: redraws when the language changes. */
export abstract class Part extends LitElement {
  static override styles: CSSResultGroup = [sheet];
  @consume({ context: wordsContext, subscribe: true }) @state() words!: Words;

  /** The text of a key in the reader's language. */
  get t(): Words['t'] {
    return this.words.t;
  }
}

/** A screen or a piece of one: texts, the hub, who is signed in, and the frame around it. Works anywhere inside `<mp-app>`. */
export abstract class Screen extends Part {
  @consume({ context: clientContext }) hub!: HubClient;
  @consume({ context: factsContext }) facts!: HubFacts;
  @consume({ context: shellContext }) shell!: Shell;
  @consume({ context: onlineContext, subscribe: true }) @state() online = true;
  /** Undefined only on the screens before sign-in. */
  @consume({ context: meContext, subscribe: true }) @state() person: Me | undefined;

  get me(): Me {
    if (!this.person) throw new Error('This screen needs somebody signed in.');
    return this.person;
  }
}
