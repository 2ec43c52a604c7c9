import { behavesLikeAPlugin } from '@matpho/core/sdk/testing';
import { expect, it } from 'vitest';
import plugin from './index.ts';

it('behaves like a plugin, asks only for the time and reaches no network', async () => {
  await expect(behavesLikeAPlugin(plugin)).resolves.toBeUndefined();
  expect({ needs: Object.keys(plugin.needs), uses: plugin.uses }).toEqual({ needs: ['clock'], uses: undefined });
});
