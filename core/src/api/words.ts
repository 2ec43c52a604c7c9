import { z } from 'zod';
import { actions, grantModes, purposes, type EndReason } from '../domain/consent.ts';
import { cameraStates } from '../domain/camera.ts';
import { languages, memberRoles, ownerKinds, unitKinds, unitRoles } from '../domain/people.ts';

export const Id = z.string().min(1).max(64).regex(/^[A-Za-z0-9_-]+$/);
export const Instant = z.int().min(0).max(8.64e15);
export const Language = z.enum(languages);
export const Text = z.object({ vi: z.string(), en: z.string() });
export const Name = z.string().trim().min(1).max(120);
export const Login = z.string().trim().min(3).max(64).regex(/^[\p{L}\p{N}._@+-]+$/u);
export const Password = z.string().min(1).max(200);
export const Action = z.enum(actions);
export const Purpose = z.enum(purposes);
export const GrantMode = z.enum(grantModes);
export const CameraState = z.enum(cameraStates);
export const OwnerKind = z.enum(ownerKinds);
export const MemberRole = z.enum(memberRoles);
export const UnitKind = z.enum(unitKinds);
export const UnitRole = z.enum(unitRoles);
/** Written in capitals: one number is written one way. */
export const CaseNo = z.string().trim().normalize('NFC').toUpperCase().min(1).max(40).regex(/^[\p{L}\p{N}./_-]+$/u);
export const endReasons = ['viewer', 'revoked', 'expired', 'paused', 'refused', 'source', 'slow', 'shutdown', 'signed_out', 'clock', 'not_recorded'] as const satisfies readonly EndReason[];
export const EndReasonWord = z.enum(endReasons);

export const byId = z.object({ id: Id });
/** Every refusal of the API has this form. `message` is in the reader's language. */
export const Problem = z.object({ code: z.string(), message: z.string(), fields: z.record(z.string(), z.string()).optional(), reasons: z.array(z.string()).optional() });
export type Problem = z.infer<typeof Problem>;

export const Weekly = z.object({
  tz: z.string().max(64),
  windows: z.array(z.object({ days: z.array(z.int().min(0).max(6)).min(1).max(7), from: z.int().min(0).max(1440), to: z.int().min(0).max(1440) })).max(21),
});
