import type { recordRoutes, SignRow } from '../../api/records.ts';
import { id, type CameraId, type OwnerId } from '../../domain/ids.ts';
import { signPaper } from '../../documents/sign-paper.ts';
import type { KnownPerson } from '../../people/signed-in.ts';
import { notLegalAdvice } from '../../records/privacy-notice.ts';
import { signPurposeWords, type Sign, type SignMessage, type Signs } from '../../records/signs.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';
import { qrCode } from '../qr-code.ts';
import { keepers, membershipOf, ownCamera, ownersOf } from '../../people/roles.ts';

type Keys = 'GET /api/signs' | 'POST /api/signs' | 'DELETE /api/signs/:code' | 'GET /api/signs/:code/paper' | 'GET /api/sign-messages' | 'POST /api/sign-messages/:id/close' | 'GET /api/public/signs/:code' | 'POST /api/public/signs/:code/messages';

export function signHandlers(hub: HubServices, signs: Signs): Pick<Handlers<typeof recordRoutes>, Keys> {
  const linkOf = (origin: string, code: string): string => `${origin}/s/${code}`;
  const row = async (sign: Sign, origin: string): Promise<SignRow> => ({
    code: sign.code, owner: sign.owner, camera: sign.camera, cameraName: sign.cameraName, responsible: sign.responsible, contact: sign.contact, purposes: [...sign.purposes], link: linkOf(origin, sign.code), qr: await qrCode(linkOf(origin, sign.code)), madeAt: sign.made_at, endedAt: sign.ended_at,
  });
  const message = ({ id: key, owner, sign, camera, cameraName, kind, words, reply_to, at, closed_at }: SignMessage) => ({ id: key, owner, sign, camera, cameraName, kind, words, replyTo: reply_to, at, closedAt: closed_at });
  const own = async (by: KnownPerson, code: string): Promise<Sign> => {
    const sign = await signs.find(code);
    membershipOf(by, sign.owner, keepers);
    return sign;
  };

  return {
    'GET /api/signs': async ({ by, origin }) => await Promise.all((await signs.ofOwners(ownersOf(by, keepers))).map((sign) => row(sign, origin))),
    'POST /api/signs': async ({ by, body, origin }) => {
      const owner = id<OwnerId>(body.owner);
      membershipOf(by, owner, keepers);
      const { camera, ...draft } = body;
      if (camera !== undefined && ownCamera(by, await hub.registry.find(id<CameraId>(camera)), keepers).owner !== owner) throw new HubError('not-found', 'The camera belongs to another owner.');
      return await row(await signs.make(by.person, { ...draft, owner, ...(camera === undefined ? {} : { camera: id<CameraId>(camera) }) }), origin);
    },
    'DELETE /api/signs/:code': async ({ by, params }) => await signs.end(by.person, await own(by, params.code)),
    'GET /api/signs/:code/paper': async ({ by, params, query, origin }) => {
      const sign = await own(by, params.code);
      const { responsible, contact, code } = sign;
      const parts = await signPaper({ size: query.size, responsible, contact, purposes: sign.purposes.map((purpose) => signPurposeWords[purpose]), keptDays: await signs.keptDays(sign), link: linkOf(origin, code), notAdvice: notLegalAdvice, at: hub.clock.now() });
      return { name: `bien-thong-bao-${query.size}.pdf`, type: 'application/pdf', parts };
    },
    'GET /api/sign-messages': async ({ by }) => (await signs.messages(ownersOf(by, keepers))).map(message),
    'POST /api/sign-messages/:id/close': async ({ by, params }) => {
      const found = await signs.message(params.id);
      membershipOf(by, found.owner, keepers);
      return message(await signs.close(by.person, found));
    },
    'GET /api/public/signs/:code': async ({ params }) => {
      const { responsible, contact, purposes, keptDays, madeAt } = await signs.shown(params.code);
      return { responsible, contact, purposes: purposes.map((purpose) => ({ ...signPurposeWords[purpose] })), keptDays, sharedOnlyByGrant: true, madeAt, notAdvice: notLegalAdvice };
    },
    'POST /api/public/signs/:code/messages': async ({ params, body }) => await signs.write(params.code, { kind: body.kind, words: body.words, replyTo: body.replyTo || null }),
  };
}
