import { z } from 'zod';
import { routes } from './route.ts';
import { byId, Id, Instant, Language, Login, MemberRole, Name, OwnerKind, Password, UnitKind, UnitRole } from './words.ts';

export const Me = z.object({
  id: Id, login: z.string(), name: z.string(), language: Language, operator: z.boolean(),
  memberships: z.array(z.object({ owner: Id, ownerName: z.string(), ownerKind: OwnerKind, role: MemberRole })),
  offices: z.array(z.object({ unit: Id, unitName: z.string(), unitKind: UnitKind, role: UnitRole, officerNo: z.string() })),
  /** True while a widening act needs no further proof. */
  proved: z.boolean(), hasPassword: z.boolean(), passkeys: z.int(),
});
export type Me = z.infer<typeof Me>;
export const HubAbout = z.object({ name: z.string(), version: z.string(), setUp: z.boolean(), demo: z.boolean(), passkeys: z.boolean(), secure: z.boolean() });
export const SessionRow = z.object({ id: Id, current: z.boolean(), createdAt: Instant, seenAt: Instant, device: z.string(), address: z.string() });
export const PasskeyRow = z.object({ id: z.string(), name: z.string(), createdAt: Instant, usedAt: Instant.nullable() });
/** WebAuthn's own JSON forms (W3C WebAuthn Level 3 §5.1): made and read by the browser's and the server's libraries. */
const WebAuthnJson = z.record(z.string(), z.unknown());
const Ceremony = z.object({ ceremony: Id, options: WebAuthnJson });
const CeremonyAnswer = z.object({ ceremony: Id, answer: WebAuthnJson });
export const MemberRow = z.object({ person: Id, name: z.string(), login: z.string(), role: MemberRole, since: Instant });
export const OfficerRow = z.object({ person: Id, name: z.string(), role: UnitRole, officerNo: z.string(), since: Instant });
export const UnitRow = z.object({ id: Id, name: z.string(), kind: UnitKind, officers: z.int() });
export const InvitationRow = z.object({ id: Id, kind: z.enum(['member', 'officer', 'owner']), role: z.string(), to: z.string(), officerNo: z.string().nullable(), expiresAt: Instant, usedAt: Instant.nullable() });
/** The link is shown once; the token in it is stored only as a hash. `qr` is an SVG drawing. */
export const InvitationMade = z.object({ id: Id, link: z.string(), qr: z.string(), expiresAt: Instant });
export const InvitationLook = z.object({ kind: z.enum(['member', 'officer', 'owner']), role: z.string(), to: z.string(), from: z.string(), expiresAt: Instant });
/** `consent` is the SHA-256, hex, of the notice's words that she said yes to: nobody is entered without it. */
export const NewPerson = z.object({ name: Name, login: Login, password: Password, language: Language, consent: z.string().regex(/^[0-9a-f]{64}$/) });
const member = ['owner', 'co_owner', 'manager', 'viewer'] as const;

export const peopleRoutes = routes({
  'GET /api/hub': { who: ['anyone'], reply: HubAbout },
  'POST /api/set-up': { who: ['set-up'], perMinute: 10, body: NewPerson.extend({ code: z.string().max(64), ownerKind: OwnerKind, ownerName: Name }), reply: Me },
  'GET /api/session': { who: ['person'], reply: Me },
  'POST /api/session': { who: ['anyone'], perMinute: 30, body: z.object({ login: z.string().max(64), password: Password }), reply: Me },
  'DELETE /api/session': { who: ['person'] },
  'POST /api/session/proof': { who: ['person'], perMinute: 20, body: z.object({ password: Password }), reply: Me },
  'GET /api/sessions': { who: ['person'], reply: z.array(SessionRow) },
  'DELETE /api/sessions/:id': { who: ['person'], params: byId },
  'PATCH /api/me': { who: ['person'], body: z.object({ name: Name.optional(), language: Language.optional() }), reply: Me },
  'POST /api/me/password': { who: ['person'], fresh: true, body: z.object({ password: Password }), reply: Me },
  'GET /api/passkeys': { who: ['person'], reply: z.array(PasskeyRow) },
  'DELETE /api/passkeys/:id': { who: ['person'], fresh: true, params: z.object({ id: z.string().max(1024) }) },
  'POST /api/passkeys/new': { who: ['person'], fresh: true, reply: Ceremony },
  'POST /api/passkeys': { who: ['person'], body: CeremonyAnswer.extend({ name: Name }), reply: PasskeyRow },
  'POST /api/session/passkey/new': { who: ['anyone'], perMinute: 30, reply: Ceremony },
  'POST /api/session/passkey': { who: ['anyone'], perMinute: 30, body: CeremonyAnswer, reply: Me },
  'POST /api/session/proof/passkey': { who: ['person'], perMinute: 20, body: CeremonyAnswer, reply: Me },
  'GET /api/invitations': { who: ['owner', 'leader', 'oversight', 'operator'], reply: z.array(InvitationRow) },
  /** An owner invites people of her house or staff; a leader, officers of the unit, of a people's committee too; the operator, owners and a unit's leader. */
  'POST /api/invitations': {
    who: ['owner', 'leader', 'oversight', 'operator'], fresh: true, reply: InvitationMade,
    body: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('member'), owner: Id, role: MemberRole.exclude(['owner']) }),
      z.object({ kind: z.literal('officer'), unit: Id, role: UnitRole, officerNo: z.string().trim().min(1).max(32) }),
      z.object({ kind: z.literal('owner'), ownerKind: OwnerKind, ownerName: Name }),
    ]),
  },
  'DELETE /api/invitations/:id': { who: ['owner', 'leader', 'oversight', 'operator'], params: byId },
  'POST /api/invitations/look': { who: ['anyone'], perMinute: 30, body: z.object({ token: z.string().max(128) }), reply: InvitationLook },
  'POST /api/invitations/accept': { who: ['anyone'], perMinute: 10, body: NewPerson.extend({ token: z.string().max(128) }), reply: Me },
  /** For somebody who already has an account here. */
  /** `consent` where none is in force: the SHA-256, hex, of the words she read. */
  'POST /api/invitations/join': { who: ['person'], perMinute: 10, body: z.object({ token: z.string().max(128), consent: NewPerson.shape.consent.optional() }), reply: Me },
  'GET /api/owners/:id/members': { who: [...member], params: byId, reply: z.array(MemberRow) },
  'DELETE /api/owners/:id/members/:person': { who: ['owner'], params: byId.extend({ person: Id }) },
  'GET /api/units': { who: ['person'], reply: z.array(UnitRow) },
  'POST /api/units': { who: ['operator'], body: z.object({ name: Name, kind: UnitKind }), reply: UnitRow },
  'GET /api/units/:id/officers': { who: ['officer', 'leader', 'oversight', 'operator'], params: byId, reply: z.array(OfficerRow) },
  'DELETE /api/units/:id/officers/:person': { who: ['leader', 'oversight', 'operator'], params: byId.extend({ person: Id }) },
  /** Ends every session of one of her officers, and what is open in them, at once: a phone that is lost needs no proof. */
  'DELETE /api/units/:id/officers/:person/sessions': { who: ['leader'], params: byId.extend({ person: Id }), reply: z.object({ ended: z.int() }) },
  /** The hub's own root certificate, for a phone to trust; 404 when the hub uses other certificates. */
  'GET /api/local-ca.crt': { who: ['anyone'], sends: 'certificate' },
  'GET /api/hub/trust': { who: ['person'], reply: z.object({ origin: z.string(), caLink: z.string().nullable(), qr: z.string().nullable(), fingerprint: z.string().nullable() }) },
});
