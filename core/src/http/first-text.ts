import { HubError } from '../sdk/errors.ts';
import type { Socket } from './call.ts';

const within = 5_000;

/** The first message on a socket, which says what it is for. @throws HubError `bad-request` when it does not come in time */
export async function firstText(socket: Pick<Socket, 'onText'>, signal: AbortSignal): Promise<string> {
  return new Promise<string>((resolve, reject) => {
    const done = (settle: () => void) => (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', late);
      settle();
    };
    const late = done(() => reject(new HubError('bad-request', 'The first message did not come in time.')));
    // A timer of our own: Node 20 collects AbortSignal.any([…, AbortSignal.timeout(…)]) before it fires.
    const timer = setTimeout(late, within);
    signal.addEventListener('abort', late, { once: true });
    if (signal.aborted) late();
    socket.onText((message) => done(() => resolve(message))());
  });
}
