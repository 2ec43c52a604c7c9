import type { PersonId } from './ids.ts';
import type { Text } from './people.ts';
import type { Instant } from './time.ts';

export const noticeKinds = ['viewing.started', 'viewing.ended', 'ask.received', 'ask.decided', 'grant.given', 'grant.revoked', 'grant.ending', 'camera.offline', 'camera.back', 'disk.low', 'plugin.trouble', 'test'] as const;
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
