import { id, type OwnerId, type UnitId } from '../../domain/ids.ts';
import type { Invitation } from '../../people/invitation.ts';
import type { Handlers } from '../call.ts';
import { qrCode } from '../qr-code.ts';
import { endFormer, isProved, me, type PeopleRouteOptions, type PeopleTable } from './me.ts';

type Keys = 'GET /api/invitations' | 'POST /api/invitations' | 'DELETE /api/invitations/:id' | 'POST /api/invitations/look' | 'POST /api/invitations/accept' | 'POST /api/invitations/join';

export function invitationHandlers({ room, clock }: PeopleRouteOptions): Pick<Handlers<PeopleTable>, Keys> {
  const { invitations } = room;
  return {
    'GET /api/invitations': async ({ by }) => [...(await invitations.list(by))],
    'POST /api/invitations': async ({ by, body, origin }) => {
      const invitation: Invitation = body.kind === 'member' ? { ...body, owner: id<OwnerId>(body.owner) } : body.kind === 'officer' ? { ...body, unit: id<UnitId>(body.unit) } : body;
      const { token, ...made } = await invitations.make(by, invitation);
      // Behind the #: a browser never sends it on, so no log and no proxy sees the token.
      const link = `${origin}/#invite=${token}`;
      return { ...made, link, qr: await qrCode(link) };
    },
    'DELETE /api/invitations/:id': async ({ by, params }) => await invitations.withdraw(by, params.id),
    'POST /api/invitations/look': async ({ body }) => await invitations.look(body.token),
    'POST /api/invitations/accept': async ({ body, by, userAgent, address, cookie }) => {
      const { person, token } = await invitations.accept(body, { userAgent, address });
      await endFormer(room, by);
      cookie.set(token);
      return await me(room, person, true);
    },
    'POST /api/invitations/join': async ({ by, body }) => {
      await invitations.join(by, body.token, body.consent);
      return await me(room, by.person, isProved(by, clock));
    },
  };
}
