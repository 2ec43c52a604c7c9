import { behavesLikeAPlugin } from '@matpho/core/sdk/testing';
import { expect, test } from 'vitest';
import exporter from './index.ts';

test('keeps what the hub expects of every plugin', async () => {
  await expect(behavesLikeAPlugin(exporter)).resolves.toBeUndefined();
});
