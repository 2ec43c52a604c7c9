import type { Migration } from './index.ts';

export const m0002Indexes: Migration = {
  name: 'indexes',
  text: `
-- The bell on every page counts a person's unread notices.
CREATE INDEX notice_unread ON notice (person, at) WHERE read_at IS NULL;

-- Every half minute the hub looks for asks whose time has run out.
CREATE INDEX ask_pending ON ask (lapses_at) WHERE status = 'pending';

-- After a restart the hub closes the viewings that a crash left open.
CREATE INDEX viewing_open ON viewing (camera) WHERE closed_at IS NULL;
`,
};
