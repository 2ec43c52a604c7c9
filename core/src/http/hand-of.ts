import type { BagRecord } from '../evidence/bag-rows.ts';
import type { Hand } from '../evidence/bag-hand.ts';
import { keepers } from '../people/roles.ts';
import type { HeldOffice, SignedIn } from '../people/signed-in.ts';

type Bag = Pick<BagRecord, 'person' | 'unit' | 'unit_name' | 'officer_no'> & { readonly pieces: readonly Pick<BagRecord['pieces'][number], 'n' | 'owner'>[] };

/**
 * As whom she acts on a bag: for the unit it was made for while she is in office there, for the house she keeps whose footage is in it, or for the unit to which it was
 * handed over. Undefined: for her it does not exist. Pure.
 * @param filed her office in the unit whose written request it answers
 */
export function handOf(bag: Bag, by: Pick<SignedIn, 'person' | 'name' | 'memberships' | 'offices'>, filed: HeldOffice | undefined): Hand | undefined {
  const { person, name } = by;
  if (bag.unit !== null && bag.person === person && by.offices.some(({ unit }) => unit === bag.unit)) return { person, by: { side: 'unit', name, unit: bag.unit_name, officerNo: bag.officer_no } };
  const house = by.memberships.find(({ owner, role }) => keepers.includes(role) && bag.pieces.some((piece) => piece.owner === owner));
  if (house) return { person, by: { side: 'owner', name: nameIn(bag, house), unit: null, officerNo: null } };
  return filed && { person, by: { side: 'unit', name, unit: filed.unitName, officerNo: filed.officerNo } };
}

/** Who of the house it was stays with the house: it is in its log. Where several houses are in the bag, none reads another's name in the custody all of them see. */
function nameIn({ pieces }: Bag, { owner, ownerName }: SignedIn['memberships'][number]): string {
  if (pieces.every((piece) => piece.owner === owner)) return ownerName;
  return `Chủ camera ở mục ${pieces.find((piece) => piece.owner === owner)?.n ?? 0}`;
}
