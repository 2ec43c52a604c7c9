import type { Permit } from '../domain/consent.ts';
import { HubError } from '../sdk/errors.ts';
import type { FileAnswer } from './call.ts';
import type { HubServices } from './hub-services.ts';

/** One who asked for a film and did not come for it has left. */
const fetchedWithin = 60_000;
const chunkBytes = 64 * 1024;

/**
 * A short film that is made while its reader waits, under a permit of its own: the permit ends with the last byte, when the reader leaves,
 * when nobody came for the film, and when it cannot be made.
 * @param left aborts when the reader leaves
 * @throws what `make` throws
 */
export async function filmAnswer({ gate }: Pick<HubServices, 'gate'>, permit: Permit, left: AbortSignal, name: string, make: () => Promise<Uint8Array>): Promise<FileAnswer> {
  const end = (): void => {
    clearTimeout(timer);
    left.removeEventListener('abort', end);
    gate.end(permit, 'viewer').catch(() => {}); // stays queued and is written before the next admission
  };
  const timer = setTimeout(end, fetchedWithin).unref();
  left.addEventListener('abort', end, { once: true });
  try {
    const film = await make();
    return { name, type: 'video/mp4', bytes: film.length, read: (from, to) => under(permit, film.subarray(from, to), end) };
  } catch (failure) {
    end();
    throw failure;
  }
}

async function* under({ signal }: Permit, bytes: Uint8Array, end: () => void): AsyncGenerator<Uint8Array> {
  try {
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      if (signal.aborted) throw new HubError('consent-ended', 'The permission ended while the film was sent.');
      yield bytes.subarray(at, at + chunkBytes);
    }
  } finally {
    end();
  }
}
