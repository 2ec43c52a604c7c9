import { expect, it } from 'vitest';
import { shareable } from './shareable.ts';

it('a picture is never offered to a committee', () => {
  const units = (['peoples_committee', 'ward_police', 'grassroots'] as const).map((kind) => ({ id: kind, name: kind, kind, officers: 1 }));
  expect(shareable(units).map(({ id }) => id)).toEqual(['ward_police', 'grassroots']);
});
