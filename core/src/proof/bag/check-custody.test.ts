import { createHash, webcrypto } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson, sha256Hex } from '../../base/canonical-json.ts';
import { StreamDigest } from '../sha256.ts';
import { readPem } from './certificates.ts';
import { checkCustody } from './check-custody.ts';
import { CustodyEvent } from './records.ts';
import { ownSigner } from './small-bag.fixture.ts';

const now = Date.parse('2026-11-22T09:00:00Z');
const film = 'a'.repeat(64);
const manifest = new Map([['data/playable/cong.mp4', film]]);
const films = createHash('sha256').update(`${film}  data/playable/cong.mp4\n`).digest('hex');

/** Lines as the hub signs them: what each is, of which films, how long after the first. */
async function checked(...wanted: readonly (readonly [event: CustodyEvent['event'], after: string, later: number])[]): Promise<readonly string[]> {
  const { signer } = await ownSigner(now);
  const [cert] = readPem(signer.certificate) ?? [];
  let prev: string | null = null;
  let text = '';
  for (const [i, [event, after, later]] of wanted.entries()) {
    const line = CustodyEvent.parse({ format: 'matpho-custody/1', bag: 'EV-2026-000143', n: i + 1, at: new Date(now + later).toISOString(), event, by: { side: 'hub', name: 'Mắt Phố', unit: null, officerNo: null }, note: '', before: null, after, prev });
    const jws = await signer.jws('matpho-custody', canonicalJson(line));
    prev = sha256Hex(jws);
    text += `${JSON.stringify({ event: line, jws })}\n`;
  }
  const { findings } = await checkCustody({ text, id: 'EV-2026-000143', cert: cert!, manifest, crypto: webcrypto as typeof globalThis.crypto, newHasher: () => new StreamDigest() });
  return findings.map(({ code }) => code);
}

describe('the custody of a bag', () => {
  it('is of the films that were made last, where the hub stopped and began again', async () => {
    expect([await checked(['create', films, 0]), await checked(['create', 'b'.repeat(64), 0], ['create', films, 9]), await checked(['create', films, 0], ['create', 'b'.repeat(64), 9]), await checked(['copy', films, 0])]).toEqual([['custody'], ['custody'], ['custody-films'], ['custody-films']]);
  });

  it('holds where the clock was set back between two lines, and says so', async () => {
    expect(await checked(['create', films, 0], ['copy', films, -3_600_000])).toEqual(['custody-clock', 'custody']);
  });
});
