import { behavesLikeAPlugin } from '@matpho/core/sdk/testing';
import { expect, test } from 'vitest';
import rtsp from './index.ts';

test('keeps what the hub expects of every plugin', async () => {
  await expect(behavesLikeAPlugin(rtsp)).resolves.toBeUndefined();
});
