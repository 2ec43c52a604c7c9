import type { Migration } from './index.ts';
import { appTables } from './m0004-apps.ts';
import { streamTables } from './m0004-streams.ts';
import { deliveryTables } from './m0004-delivery.ts';

/** Everything that carries pictures. */
export const m0004MediaPlane: Migration = { name: 'media-plane', text: [appTables, streamTables, deliveryTables].join('') };
