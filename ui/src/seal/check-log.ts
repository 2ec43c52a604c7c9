import type { CheckNews, CheckWish } from './log-worker.ts';

export type CheckResult = Exclude<CheckNews, { readonly is: 'progress' }>;

/** Checks a log in a worker of its own, so that the page stays alive; ends it when done, or when told to. */
export function checkLog(wish: CheckWish, onProgress: (done: number, of: number) => void, signal: AbortSignal): Promise<CheckResult> {
  const worker = new Worker(new URL('./log-worker.ts', import.meta.url), { type: 'module' });
  return new Promise<CheckResult>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    worker.addEventListener('message', ({ data }: MessageEvent<CheckNews>) => {
      if (data.is === 'progress') onProgress(data.done, data.of);
      else resolve(data);
    });
    worker.addEventListener('error', () => resolve({ is: 'failed', status: 0 }));
    worker.postMessage(wish, []);
  }).finally(() => worker.terminate());
}
