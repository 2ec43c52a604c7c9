import type { Reply } from '../hub/hub-client.ts';

type Unit = Reply<'GET /api/units'>[number];

/** The units that may be given a picture: a People's Committee sees figures, never pictures. */
export const shareable = (units: readonly Unit[]): readonly Unit[] => units.filter(({ kind }) => kind === 'ward_police' || kind === 'grassroots');
