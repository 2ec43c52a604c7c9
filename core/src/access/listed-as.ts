import type { OwnerKind } from '../domain/people.ts';

/** How a camera stands in an officer's list, apart from any case. */
export type Listed = 'with-place' | 'by-name' | 'not';

/**
 * No list is a map of private cameras (THREATS 24). What a grant lets be seen now stands with its place; so does a shop's that may be asked for.
 * A household's that may only be asked for is reached by asking an area around the place of a case; where its owner never said where it stands, by its name alone.
 */
export function listedAs({ ownerKind, hasPosition, mayNow }: { readonly ownerKind: OwnerKind; readonly hasPosition: boolean; readonly mayNow: boolean }): Listed {
  if (mayNow || ownerKind === 'business') return 'with-place';
  return hasPosition ? 'not' : 'by-name';
}
