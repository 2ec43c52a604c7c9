import { behavesLikeAPlugin } from '@matpho/core/sdk/testing';
import { expect, test } from 'vitest';
import notify from './index.ts';

test('keeps what the hub expects of every plugin', async () => {
  await expect(behavesLikeAPlugin(notify)).resolves.toBeUndefined();
});
