import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Obligations, Permit, Route } from '../domain/consent.ts';
import type { VideoCodec } from '../domain/media.ts';
import { makeH265, unitsOf } from '../media/clips.fixture.ts';
import { Footage } from '../recordings/footage.ts';
import { gateCamera, morning, recordingPlace, type RecordingPlace } from '../recordings/footage.fixture.ts';
import { GroupIndex } from '../recordings/group-index.ts';
import { permitFor, realFfmpeg, vouching } from '../recordings/permit.fixture.ts';
import { FewAtOnce } from './few-at-once.ts';
import { brightFilm, filmOf, layFootage } from './footage-files.fixture.ts';
import { ViewedFootage, type Piece } from './viewed-footage.ts';

const hour = 3_600_000;
const later = morning + hour;
const calm = new AbortController().signal;

describe('footage as one may look back at it', () => {
  let place: RecordingPlace;
  let path = '';
  const film = brightFilm({ seconds: 3, fps: 5, size: '160x90' });
  beforeAll(async () => {
    place = await recordingPlace();
    const { format, units } = unitsOf('h265', makeH265());
    await layFootage(place.store, place.recordings, gateCamera, morning, { ...filmOf(format, units, 0), seconds: 1, fps: 25 });
    path = await layFootage(place.store, place.recordings, gateCamera, later, film);
  });
  afterAll(async () => place?.[Symbol.asyncDispose]());

  function viewed(route: Route, plays: readonly VideoCodec[], footage: readonly [number, number], more: Partial<Obligations> = {}): ViewedFootage {
    const clip = permitFor(route, footage, more);
    const permit = { ...clip, ask: { ...clip.ask, action: 'playback' } } as unknown as Permit<'playback'>;
    return new ViewedFootage({ footage: new Footage(place.store, place.disk), groups: new GroupIndex(place.store, place.disk), gate: vouching, ffmpeg: realFfmpeg, masks: { coverOf: async () => [] }, making: new FewAtOnce(1) }, permit, { role: 'main', plays, mark: 'Công an · 1' });
  }
  async function all(footage: ViewedFootage, from: number, to: number, keys = false): Promise<Piece[]> {
    const pieces: Piece[] = [];
    for await (const piece of footage.pieces({ from, to, keys }, calm)) pieces.push(piece);
    return pieces;
  }

  it('is H.265 to a player that plays it, and H.264 to any other', async () => {
    const [as, anew] = await Promise.all([all(viewed('R0', ['h264', 'h265'], [morning, morning + 1_000]), morning, morning + 1_000), all(viewed('R0', ['h264'], [morning, morning + 1_000]), morning, morning + 1_000)]);
    expect([as.map(({ facts, made }) => [facts.codec, made])[0], anew.map(({ facts, made, at }) => [facts.codec, made, at])]).toEqual([['h265', false], [['h264', true, morning]]]);
  });
  it('is made once, however often it is gone over', async () => {
    const footage = viewed('R1', ['h264'], [later, later + 3_000], { maxHeight: 48 });
    const [first] = await all(footage, later, later + 3_000);
    const [again] = await all(footage, later + 2_000, later + 2_500);
    expect([first?.facts.height, first?.made, again?.data === first?.data]).toEqual([48, true, true]);
    const [keys] = await all(footage, later, later + 3_000, true);
    expect([keys?.keys, keys && keys.data.length < (first?.data.length ?? 0)]).toEqual([true, true]);
  });
  it('that was changed on the disk is shown to nobody but the house', async () => {
    const changed = Buffer.from(film.bytes);
    changed.writeUInt8(changed.readUInt8(changed.length - 10) ^ 1, changed.length - 10);
    await writeFile(join(place.recordings, path), changed);
    await expect(all(viewed('R1', ['h264'], [later, later + 3_000]), later, later + 3_000)).rejects.toMatchObject({ code: 'footage-damaged' });
    expect((await all(viewed('R0', ['h264'], [later, later + 3_000]), later, later + 3_000)).length).toBe(3);
  });
});
