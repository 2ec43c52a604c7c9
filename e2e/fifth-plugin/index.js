// A stranger's plugin: it lives outside the hub and is named in the configuration.
import { Clock, definePlugin } from '@matpho/core/sdk';
import { z } from 'zod';

export default definePlugin({
  id: 'hello',
  name: { vi: 'Xin chào', en: 'Hello' },
  sdk: 1,
  config: z.object({ greeting: z.string().default('Chào cả phố') }),
  needs: { clock: Clock },
  provides: {},
  setup({ clock }, { config, log }) {
    log.info(config.greeting, { at: clock.now() });
    return {};
  },
});
