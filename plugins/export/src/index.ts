import { ClipExporter, Clock, definePlugin } from '@matpho/core/sdk';
import { z } from 'zod';
import { Mp4Exporter } from './mp4-exporter.ts';

export default definePlugin({
  id: 'export',
  name: { vi: 'Trích xuất hình', en: 'Export footage' },
  sdk: 1,
  config: z.object({}),
  needs: { clock: Clock },
  provides: { exporter: ClipExporter },
  setup: ({ clock }) => ({ exporter: new Mp4Exporter(clock) }),
});
