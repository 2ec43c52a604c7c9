import type { FoundCamera } from '@matpho/core/sdk';
import { describe, expect, it } from 'vitest';
import { Sightings } from './sightings.ts';

const camera = (nativeId: string, host = '10.0.0.1'): FoundCamera => ({ nativeId, provider: 'onvif', name: nativeId, address: host, deviceUri: `http://${host}/` });
function watching(): { readonly told: string[]; readonly sightings: Sightings } {
  const told: string[] = [];
  return { told, sightings: new Sightings({ found: (one) => told.push(`found ${one.nativeId} at ${one.address}`), lost: (id) => told.push(`lost ${id}`) }) };
}

describe('sightings', () => {
  it('tell of a camera once, and of its loss after three silent rounds', () => {
    const { told, sightings } = watching();
    for (const round of [1, 2, 3]) {
      sightings.beginRound();
      sightings.see(camera('a'));
      sightings.see(camera('a'));
      expect(told, `round ${round}`).toEqual(['found a at 10.0.0.1']);
    }
    for (let silent = 0; silent < 3; silent += 1) sightings.beginRound();
    expect(told).toEqual(['found a at 10.0.0.1']);
    sightings.beginRound();
    expect(told).toEqual(['found a at 10.0.0.1', 'lost a']);
  });
  it('forgive two silent rounds', () => {
    const { told, sightings } = watching();
    for (const answers of [true, false, false, true, false, false, true]) {
      sightings.beginRound();
      if (answers) sightings.see(camera('a'));
    }
    expect(told).toEqual(['found a at 10.0.0.1']);
  });
  it('tell of a new address only when the old one has fallen silent', () => {
    const { told, sightings } = watching();
    sightings.beginRound();
    sightings.see(camera('a', '10.0.0.1'));
    sightings.see(camera('a', '10.0.0.66'));
    sightings.beginRound();
    sightings.see(camera('a', '10.0.0.66'));
    expect(told).toEqual(['found a at 10.0.0.1']);
    sightings.beginRound();
    sightings.see(camera('a', '10.0.0.66'));
    expect(told).toEqual(['found a at 10.0.0.1', 'found a at 10.0.0.66']);
  });
  it('have an end', () => {
    const { told, sightings } = watching();
    sightings.beginRound();
    const room = Array.from({ length: 600 }, (_, i) => sightings.see(camera(`n${i}`)));
    expect([room.filter(Boolean).length, told.length]).toEqual([512, 512]);
  });
});
