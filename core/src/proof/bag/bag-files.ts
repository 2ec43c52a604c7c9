/**
 * What lies where in a bag (BagIt 1.0, RFC 8493). Names are ASCII; instants in names are UTC.
 *
 * Sealed: `data/**` by manifest-sha256.txt; every other file but those of `unsealed` and the tag manifest itself by tagmanifest-sha256.txt;
 * the tag manifest by signatures/tagmanifest.p7s. What is added after the signature stands in `unsealed`: it can only add, never replace.
 */
export const bagProfile = 'matpho-evidence-bag/1';
export const bagFiles = {
  bagit: 'bagit.txt', info: 'bag-info.txt', manifest: 'manifest-sha256.txt', tagManifest: 'tagmanifest-sha256.txt',
  evidence: 'data/records/evidence.json', time: 'data/records/time.json', custody: 'data/records/custody.jsonl',
  grant: 'data/records/grant.json', grantJws: 'data/records/grant.jws', decisionJws: 'data/records/decision.jws', receiptsJws: 'data/records/receipts.jws',
  /** Of a written request (R4), in place of the grant; the scan is `data/records/request-scan.<pdf|jpg|png>`. */
  request: 'data/records/request.json', requestScan: 'data/records/request-scan',
  notes: 'data/records/notes_vi.txt', minutes: 'data/records/minutes.pdf',
  /** C2SP tlog-proof of the decisions (`decision-<piece>`) and of the export (`export`), each with `<name>.body.json`: LogBody. */
  log: 'data/records/log/',
  certificate: 'signatures/hub.crt', chain: 'signatures/chain.pem', signature: 'signatures/tagmanifest.p7s', token: 'signatures/tagmanifest.p7s.tsr', receiver: 'signatures/receiver.p7s',
  /** Of the entry `bag.sealed`, which names the SHA-256 of the tag manifest: made after it, so outside it. */
  sealProof: 'signatures/bag.tlog-proof', sealBody: 'signatures/bag.tlog-body.json',
  readMe: 'VERIFY.txt', script: 'verify.sh', viewer: 'viewer.html',
} as const;
/** In no manifest: they vouch for the tag manifest, or came after it. */
export const unsealed: readonly string[] = [bagFiles.signature, bagFiles.token, bagFiles.receiver, bagFiles.sealProof, bagFiles.sealBody];
/** Folders of `data/` and what lies in them. */
export const bagFolders = { original: 'data/original/', playable: 'data/playable/', redacted: 'data/redacted/' } as const;
/** Exactly this text (RFC 8493 §2.1.1). */
export const bagitText = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';
