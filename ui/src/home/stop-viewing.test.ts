import { describe, expect, it } from 'vitest';
import { Words } from '../words/words.ts';
import { stopViewing } from './stop-viewing.ts';

type Around = Parameters<typeof stopViewing>[0];
interface Act { readonly label: string; run(): void }

function screen(refused = '') {
  const calls: string[] = [];
  const toasts: { text: string; act: Act | undefined }[] = [];
  const failures: unknown[] = [];
  const words = new Words('vi', 'Asia/Ho_Chi_Minh');
  const hub = {
    call: async (key: string, { params }: { params: { id: string } }) => {
      calls.push(`${key} ${params.id}`);
      if (key === refused) throw new Error('refused');
      return { revokedAt: Date.UTC(2024, 9, 5, 7, 5, 22) };
    },
  };
  const shell = { toast: (text: string, _tone?: string, act?: Act) => toasts.push({ text, act }), fail: (thrown: unknown) => failures.push(thrown) };
  return { around: { hub, shell, words, t: words.t } as unknown as Around, calls, toasts, failures };
}

describe('ending a viewing', () => {
  it('offers to end its permission too, and does so with one tap', async () => {
    const { around, calls, toasts } = screen();
    expect(await stopViewing(around, { viewing: 'v1', grant: 'g1' })).toBe(true);
    expect([calls, toasts[0]?.act?.label]).toEqual([['DELETE /api/watching/:id v1'], 'Dừng luôn cho phép này?']);
    toasts[0]?.act?.run();
    await expect.poll(() => toasts.at(-1)?.text).toMatch(/^Đã dừng lúc 14:05:22\./);
    expect(calls.at(-1)).toBe('DELETE /api/grants/:id g1');
  });

  it('offers nothing more for a viewing without a permission', async () => {
    const { around, toasts } = screen();
    await stopViewing(around, { viewing: 'v1', grant: null });
    expect(toasts.map(({ act }) => act)).toEqual([undefined]);
  });

  it('says so when the hub did not end it, and offers nothing', async () => {
    const { around, toasts, failures } = screen('DELETE /api/watching/:id');
    expect(await stopViewing(around, { viewing: 'v1', grant: 'g1' })).toBe(false);
    expect([toasts.length, failures.length]).toEqual([0, 1]);
  });
});
