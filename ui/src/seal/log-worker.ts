import { checkExport, makeDigest, type LogVerdict } from '@matpho/core/proof';
import { browserVerify } from './browser-verify.ts';
import { partWorkers } from './part-workers.ts';

/** What the worker is asked: a file of hers, or the export of the hub. */
export interface CheckWish {
  readonly file?: File;
  readonly url?: string;
  /** As this device knows them; without them the file's own key is taken. */
  readonly key?: string;
  readonly kept?: string;
}
export type CheckNews =
  | { readonly is: 'progress'; readonly done: number; readonly of: number }
  | { readonly is: 'verdict'; readonly verdict: LogVerdict; readonly isSignatureChecked: boolean; readonly ms: number }
  | { readonly is: 'failed'; readonly status: number };

const port = self as unknown as { postMessage: (news: CheckNews) => void; addEventListener: (type: 'message', hear: (event: MessageEvent<CheckWish>) => void) => void };

/** Stream iteration is not in every browser. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

async function streamOf({ file, url }: CheckWish): Promise<ReadableStream<Uint8Array> | number> {
  if (file) return file.stream();
  const response = await fetch(url ?? '', { credentials: 'same-origin', cache: 'no-store', redirect: 'error' });
  return response.ok && response.body ? response.body : response.status;
}

async function check(wish: CheckWish): Promise<void> {
  const startedAt = performance.now();
  const { verify, isAble } = await browserVerify(globalThis.crypto.subtle);
  const stream = await streamOf(wish);
  if (typeof stream === 'number') return port.postMessage({ is: 'failed', status: stream });
  let told = -1;
  const verdict = await checkExport(chunksOf(stream), {
    digest: makeDigest(), verify, key: wish.key, kept: wish.kept, helpers: partWorkers(),
    onProgress: (done, of) => {
      const percent = Math.floor((done * 100) / Math.max(of, 1));
      if (percent !== told) port.postMessage({ is: 'progress', done, of });
      told = percent;
    },
  });
  port.postMessage({ is: 'verdict', verdict, isSignatureChecked: isAble, ms: performance.now() - startedAt });
}

port.addEventListener('message', ({ data }) => { check(data).catch(() => port.postMessage({ is: 'failed', status: 0 })); });
