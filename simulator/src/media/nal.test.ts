import { describe, expect, it } from 'vitest';
import { collectSets, groupPictures, picturePayload, splitAnnexB } from './nal.ts';
import { RiffReader } from './riff-reader.ts';

const [aud, sps, pps, idr, slice, second] = [[0x09, 0xf0], [0x67, 1], [0x68, 2], [0x65, 0x88], [0x41, 0x9a], [0x41, 0x1a]].map((bytes) => Buffer.from(bytes)) as [Buffer, Buffer, Buffer, Buffer, Buffer, Buffer];

const chunk = (id: string, body: readonly number[]): Buffer => {
  const head = Buffer.alloc(8);
  head.write(id, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, Buffer.from([...body, ...(body.length % 2 === 1 ? [0] : [])])]);
};

describe('Annex B', () => {
  it('is cut at three and four byte start codes, without trailing zeros', () => {
    const bytes = Buffer.from([0, 0, 0, 1, 0x67, 1, 0, 0, 1, 0x68, 2, 0, 0, 0, 0, 1, 0x65, 0x88]);
    expect(splitAnnexB(bytes)).toEqual([sps, pps, idr]);
  });

  it('is grouped into pictures, also when a picture has several slices', () => {
    expect(groupPictures('h264', [aud, sps, pps, idr, aud, slice, second, slice])).toEqual([[aud, sps, pps, idr], [aud, slice, second], [slice]]);
  });

  it('goes on the wire without delimiters and with parameter sets before a key picture', () => {
    const sets = collectSets('h264', [sps, pps, sps]);
    expect(picturePayload('h264', [aud, idr], sets)).toEqual([sps, pps, idr]);
    expect(picturePayload('h264', [aud, slice], sets)).toEqual([slice]);
  });
});

describe('the encoder stream', () => {
  it('gives whole packets however the bytes are cut', () => {
    const bytes = Buffer.concat([Buffer.from('RIFF\xff\xff\xff\xffAVI ', 'latin1'), chunk('LIST', [...Buffer.from('hdrl'), 1, 2]), chunk('JUNK', [9]),
      Buffer.from('LIST\xff\xff\xff\xffmovi', 'latin1'), chunk('00dc', [1, 2, 3]), chunk('00dc', []), chunk('00dc', [4, 5, 6, 7])]);
    for (const step of [1, 5, 1_000]) {
      const packets: Buffer[] = [];
      const reader = new RiffReader((packet) => packets.push(packet));
      // A chunk is known to be whole once the next one's head could follow.
      for (let at = 0; at < bytes.length; at += step) reader.push(bytes.subarray(at, at + step));
      expect(packets.map((packet) => [...packet])).toEqual([[1, 2, 3], [4, 5, 6, 7]]);
    }
  });
});
