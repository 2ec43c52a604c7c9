import { makeDigest, StreamDigest } from '@matpho/core/proof';
import { BagUnreadable, checkBag, emptyReport, finding, type BagReport } from '@matpho/core/proof/bag';
import { browserVerify } from '../seal/browser-verify.ts';
import { openBag, type BrowserBag, type PlacedFile } from './browser-bag.ts';

export interface CheckedHere {
  readonly report: BagReport;
  readonly bag: BrowserBag | undefined;
}

/** Checks what was chosen, in this page, without asking anybody. @throws what `signal` aborts with */
export async function checkHere(files: readonly PlacedFile[], onProgress: (done: number, of: number) => void, signal: AbortSignal): Promise<CheckedHere> {
  try {
    const bag = await openBag(files);
    const { verify, isAble } = await browserVerify(crypto.subtle);
    const report = await checkBag(bag.source, { newHasher: () => new StreamDigest(), digest: makeDigest(), crypto, verify, isLogAble: isAble, now: Date.now(), onProgress, signal });
    return { report, bag };
  } catch (failure) {
    if (!(failure instanceof BagUnreadable)) throw failure;
    return { report: emptyReport(files[0]?.file.name ?? '', [finding(failure.why, failure.path)]), bag: undefined };
  }
}
