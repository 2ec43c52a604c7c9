import { randomBytes } from 'node:crypto';
import type { HubProcess } from './hub.ts';
import { HubClient } from './hub-client.ts';
import type { StreetCamera } from './load-street.ts';

/** The one who set the hub up: she runs it and owns every camera. */
export interface Householder {
  readonly client: HubClient;
  readonly owner: string;
  readonly login: string;
  readonly password: string;
}
/** A password for a person of this run; nobody types it. */
export const newPassword = (): string => randomBytes(18).toString('base64url');

export async function setUp(hub: HubProcess): Promise<Householder> {
  if (hub.setUpCode === null) throw new Error('The hub is set up already.');
  const client = new HubClient(hub.origin);
  const [login, password] = ['bench-owner', newPassword()];
  const { sha256 } = await client.call('GET /api/privacy-notice');
  const me = await client.call('POST /api/set-up', { body: { consent: sha256.vi, code: hub.setUpCode, login, password, name: 'Nguyễn Thị Lan', language: 'vi', ownerKind: 'household', ownerName: 'Nhà cô Lan' } });
  const [membership] = me.memberships;
  if (!membership) throw new Error('The one who set the hub up owns nothing.');
  return { client, owner: membership.owner, login, password };
}

/** The hub looks at each stream before it answers, most of that time waiting for a key picture. */
const atOnce = 12;
/** A session may begin 20 enrolments a minute. */
const perSession = 18;

/** Enrols cameras by their RTSP address, as a person would by hand. In the order given. @returns their ids */
export async function enrol({ client, owner, login, password }: Householder, cameras: readonly StreetCamera[]): Promise<string[]> {
  const sessions: HubClient[] = [];
  for (let i = 0; i < cameras.length; i += perSession) {
    const session = new HubClient(client.origin);
    await session.call('POST /api/session', { body: { login, password } });
    sessions.push(session);
  }
  const ids: string[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < cameras.length; i = next++) {
      const camera = cameras[i];
      const session = sessions[Math.floor(i / perSession)];
      if (!camera || !session) return;
      const { id } = await session.call('POST /api/enrolments', { body: { kind: 'rtsp', main: camera.uri, username: camera.user, password: camera.password } });
      ids[i] = (await session.call('POST /api/enrolments/:id/confirm', { params: { id }, body: { owner, mine: true, name: `Camera ${new URL(camera.uri).port}`, place: 'Ngõ 12', direction: null } })).id;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, cameras.length) }, work));
  return ids;
}
