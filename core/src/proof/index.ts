/** What checks a log without the hub: in the hub, in a browser, on a command line. Imports nothing, asks for nothing. */
export { checkExport, type CheckOptions, type PartCheckers } from './check-export.ts';
export { checkPart } from './check-part.ts';
export { checkProof, type ProofVerdict } from './check-proof.ts';
export { compareCheckpoints, type Comparison } from './compare-checkpoints.ts';
export type { LogPart } from './entry-check.ts';
export { logFaults, type LogFault, type LogFaultKind, type LogVerdict } from './fault.ts';
export { claimedSize, openCheckpoint, readKey, type NoteKey, type VerifySignature } from './note.ts';
export { makeDigest, StreamDigest, type Digest } from './sha256.ts';
export { verifyConsistency, verifyInclusion, type Head } from './tree.ts';
