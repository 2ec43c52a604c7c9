import type { Handlers } from '../call.ts';
import { addressKey } from '../address-key.ts';
import { describeDevice } from '../describe-device.ts';
import { HubError } from '../../sdk/errors.ts';
import { relyingParty } from '../../people/passkeys.ts';
import { qrCode } from '../qr-code.ts';
import { endFormer, isProved, me, type PeopleRouteOptions, type PeopleTable } from './me.ts';

type Keys = 'GET /api/hub' | 'POST /api/set-up' | 'GET /api/session' | 'POST /api/session' | 'DELETE /api/session' | 'POST /api/session/proof' | 'GET /api/sessions' | 'DELETE /api/sessions/:id' | 'POST /api/me/password' | 'GET /api/local-ca.crt' | 'GET /api/hub/trust';

export function sessionHandlers({ room, clock, about, localCa }: PeopleRouteOptions): Pick<Handlers<PeopleTable>, Keys> {
  const { people, sessions, signIn, setUp } = room;
  return {
    'GET /api/hub': async ({ origin, secure }) => ({ ...about, setUp: await people.any(), passkeys: relyingParty(origin) !== undefined, secure }),
    'POST /api/set-up': async ({ body, userAgent, address, cookie }) => {
      const { person, token } = await setUp.run(body, { userAgent, address });
      cookie.set(token);
      return await me(room, person, true);
    },
    'GET /api/session': async ({ by }) => await me(room, by.person, isProved(by, clock)),
    'POST /api/session': async ({ body, by, userAgent, address, cookie }) => {
      const { person, token } = await signIn.withPassword(body.login, body.password, { userAgent, address }, addressKey(address));
      await endFormer(room, by);
      cookie.set(token);
      return await me(room, person, true);
    },
    'DELETE /api/session': async ({ by, cookie }) => {
      cookie.clear();
      await sessions.end(by.person, by.session);
    },
    'POST /api/session/proof': async ({ by, body, address, cookie }) => {
      cookie.set((await signIn.prove(by, body.password, addressKey(address))).token);
      return await me(room, by.person, true);
    },
    'GET /api/sessions': async ({ by }) =>
      (await sessions.list(by.person)).map((row) => ({ id: row.id, current: row.id === by.session, createdAt: row.created_at, seenAt: row.seen_at, device: describeDevice(row.user_agent), address: row.address })),
    'DELETE /api/sessions/:id': async ({ by, params, cookie }) => {
      await sessions.end(by.person, params.id);
      if (params.id === by.session) cookie.clear();
    },
    'POST /api/me/password': async ({ by, body, cookie }) => {
      cookie.set((await signIn.changePassword(by, body.password)).token);
      return await me(room, by.person, true);
    },
    'GET /api/local-ca.crt': async () => {
      if (!localCa) throw new HubError('not-found', 'The hub has no authority of its own.');
      return localCa.certificate;
    },
    'GET /api/hub/trust': async ({ origin }) => {
      const caLink = localCa ? `${origin}/api/local-ca.crt` : null;
      return { origin, caLink, qr: caLink === null ? null : await qrCode(caLink), fingerprint: localCa?.fingerprint ?? null };
    },
  };
}
