import { BagUnreadable, type BagSource, type RandomAccess } from './bag-source.ts';
import { openZip } from './zip-source.ts';

/** A bag that came as one file: a ZIP, or a ZIP that is closed to a receiver. @throws BagUnreadable, `encrypted` for the latter */
export async function openBagFile(name: string, file: RandomAccess): Promise<BagSource> {
  try {
    return await openZip(name, file);
  } catch (failure) {
    const isClosed = failure instanceof BagUnreadable && failure.why === 'no-zip' && (/\.(enc|p7m|cms)$/i.test(name) || await isEnveloped(file));
    throw isClosed ? new BagUnreadable('encrypted') : failure;
  }
}

/** CMS EnvelopedData (RFC 5652 §6) or AuthEnvelopedData (RFC 5083) at the beginning. */
async function isEnveloped(file: RandomAccess): Promise<boolean> {
  const text = String.fromCharCode(...await file.read(0, Math.min(file.size, 32)));
  return text.includes('\u002a\u0086\u0048\u0086\u00f7\u000d\u0001\u0007\u0003') || text.includes('\u002a\u0086\u0048\u0086\u00f7\u000d\u0001\u0009\u0010\u0001\u0017');
}
