import type { PersonId } from './ids.ts';
import type { Text } from './people.ts';
import type { Instant } from './time.ts';

export const noticeKinds = ['viewing.started', 'viewing.ended', 'ask.received', 'ask.decided', 'grant.given', 'grant.changed', 'grant.revoked', 'restriction.lifted', 'unit.merged', 'grant.ending', 'mask.widened', 'emergency.declared', 'emergency.opened', 'emergency.ended', 'emergency.review', 'emergency.reviewed', 'emergency.suspended', 'camera.offline', 'camera.back', 'camera.picture', 'disk.low', 'disk.gone', 'disk.back', 'storage.policy', 'plugin.trouble', 'written.received', 'written.changed', 'written.destroyed', 'written.overdue', 'complaint.received', 'purge.asked', 'house.left', 'oversight.alert', 'camera.alert', 'letter.ready', 'log.trouble', 'app.made', 'test'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Something one person should know. Never carries a picture. */
export interface Notice {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly at: Instant;
  readonly to: PersonId;
  readonly title: Text;
  readonly body: Text;
  /** Path in the hub's own pages, `/ledger`. */
  readonly link?: string;
}
