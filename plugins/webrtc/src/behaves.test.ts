import { behavesLikeAPlugin } from '@matpho/core/sdk/testing';
import { expect, test } from 'vitest';
import webrtc from './index.ts';

test('keeps what the hub expects of every plugin', async () => {
  await expect(behavesLikeAPlugin(webrtc)).resolves.toBeUndefined();
});
