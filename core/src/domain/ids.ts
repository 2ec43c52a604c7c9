declare const brand: unique symbol;
/** A string that names one kind of thing, so that one id cannot stand where another is meant. */
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

export type PersonId = Id<'person'>;
export type OwnerId = Id<'owner'>;
export type UnitId = Id<'unit'>;
export type CameraId = Id<'camera'>;
export type GrantId = Id<'grant'>;
export type RestrictionId = Id<'restriction'>;
export type AskId = Id<'ask'>;
export type ViewingId = Id<'viewing'>;
export type MaskId = Id<'mask'>;
export type DeviceId = Id<'device'>;
export type CertId = Id<'cert'>;

/** Names a text as an id of one kind. For the edges: rows, requests, tests. */
export function id<I extends Id<string>>(text: string): I {
  return text as I;
}
