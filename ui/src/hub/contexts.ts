import { createContext } from '@lit/context';
import type { Me } from '@matpho/core/api';
import type { Words } from '../words/words.ts';
import type { HubClient, Reply } from './hub-client.ts';
import type { HubFacts } from './hub-facts.ts';

export type About = Reply<'GET /api/hub'>;

/** One context per concern; `<mp-app>` provides them all. */
export const clientContext = createContext<HubClient>(Symbol('client'));
export const factsContext = createContext<HubFacts>(Symbol('facts'));
/** Who is signed in; undefined before and after. */
export const meContext = createContext<Me | undefined>(Symbol('me'));
export const aboutContext = createContext<About | undefined>(Symbol('about'));
export const wordsContext = createContext<Words>(Symbol('words'));
/** False while the hub does not answer. */
export const onlineContext = createContext<boolean>(Symbol('online'));
