/** What checks an evidence bag without the hub: on a command line, in a page of the hub, in the viewer that lies in the bag. Asks for nothing. */
import './no-eval.ts';
export { bagFiles, bagFolders } from './bag-files.ts';
export { BagUnreadable, type BagEntry, type BagSource, type RandomAccess } from './bag-source.ts';
export { bagTree } from './bag-tree.ts';
export type { Level } from './bag-words.ts';
export { checkBag, emptyReport, type BagReport, type BagVerdict, type CheckBagOptions } from './check-bag.ts';
export { gapCause } from './check-evidence.ts';
export { finding, type BagFinding, type BagText } from './finding.ts';
export type { BagFile, BagPiece, BagSegment, CustodyEvent, Evidence } from './records.ts';
export type { NewHasher } from './hasher.ts';
export { openBagFile } from './open-bag-file.ts';
