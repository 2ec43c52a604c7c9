import { addCamera } from './add-camera.ts';
import { app } from './app.ts';
import { camera } from './camera.ts';
import { consent } from './consent.ts';
import { exports } from './exports.ts';
import { firstRun } from './first-run.ts';
import { home } from './home.ts';
import { ledger } from './ledger.ts';
import { officer } from './officer.ts';
import { operator } from './operator.ts';
import { people } from './people.ts';
import { player } from './player.ts';
import { plugins } from './plugins.ts';
import { requests } from './requests.ts';
import { settings } from './settings.ts';
import { sharing } from './sharing.ts';
import { signIn } from './sign-in.ts';
import { terms } from './terms.ts';
import { time } from './time.ts';

/** Every text of the pages, by screen family. */
export const catalogue = { addCamera, app, camera, consent, exports, firstRun, home, ledger, officer, operator, people, player, plugins, requests, settings, sharing, signIn, terms, time } as const;
export type Catalogue = typeof catalogue;
