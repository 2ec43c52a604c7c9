import type { Handlers } from '../call.ts';
import { endFormer, me, type PeopleRouteOptions, type PeopleTable } from './me.ts';

type Keys = 'GET /api/passkeys' | 'DELETE /api/passkeys/:id' | 'POST /api/passkeys/new' | 'POST /api/passkeys' | 'POST /api/session/passkey/new' | 'POST /api/session/passkey' | 'POST /api/session/proof/passkey';

export function passkeyHandlers({ room }: PeopleRouteOptions): Pick<Handlers<PeopleTable>, Keys> {
  const { passkeys } = room;
  return {
    'GET /api/passkeys': async ({ by }) => [...(await passkeys.list(by.person))],
    'DELETE /api/passkeys/:id': async ({ by, params }) => await passkeys.remove(by, params.id),
    'POST /api/passkeys/new': async ({ by, origin }) => plain(await passkeys.beginRegistration(by, origin)),
    'POST /api/passkeys': async ({ by, body }) => await passkeys.register(by, body, body.name),
    'POST /api/session/passkey/new': async ({ origin }) => plain(await passkeys.beginSignIn(origin)),
    'POST /api/session/passkey': async ({ body, by, userAgent, address, cookie }) => {
      const { person, token } = await passkeys.signIn(body, { userAgent, address });
      await endFormer(room, by);
      cookie.set(token);
      return await me(room, person, true);
    },
    'POST /api/session/proof/passkey': async ({ by, body, cookie }) => {
      cookie.set((await passkeys.prove(by, body)).token);
      return await me(room, by.person, true);
    },
  };
}

const plain = ({ ceremony, options }: { readonly ceremony: string; readonly options: object }): { ceremony: string; options: Record<string, unknown> } => ({ ceremony, options: { ...options } });
