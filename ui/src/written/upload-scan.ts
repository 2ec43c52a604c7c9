import type { WrittenScan } from '@matpho/core/api';
import { HubProblem, readProblem } from '../hub/hub-problem.ts';

export const largestScan = 10 * 2 ** 20;

/** Sends the paper and tells how far it has come, 0..1. Throws `HubProblem`; an AbortError when `signal` aborted. By XMLHttpRequest: fetch does not tell how much went out. */
export function uploadScan(file: Blob, { language, signal, progress }: { readonly language: string; readonly signal: AbortSignal; readonly progress: (share: number) => void }): Promise<WrittenScan> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = (): void => request.abort();
    request.open('POST', '/api/written/scans');
    request.timeout = 120_000;
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('accept-language', language);
    request.upload.addEventListener('progress', (event) => { if (event.lengthComputable) progress(event.loaded / event.total); });
    const silent = (): void => reject(new HubProblem('offline', ''));
    request.addEventListener('error', silent);
    request.addEventListener('timeout', silent);
    request.addEventListener('abort', () => reject(new DOMException('The upload was stopped.', 'AbortError')));
    request.addEventListener('loadend', () => signal.removeEventListener('abort', stop));
    request.addEventListener('load', () => {
      const body = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(body as WrittenScan);
      else reject(readProblem(request.status, body));
    });
    signal.addEventListener('abort', stop, { once: true });
    const form = new FormData();
    // Its name says something about whoever sends it; the hub has no use for it.
    form.set('file', file, 'scan');
    request.send(form);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
