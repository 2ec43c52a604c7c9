import { m0001First } from './m0001-first.ts';
import { m0002Indexes } from './m0002-indexes.ts';
import { m0003ConsentInFull } from './m0003-consent-in-full.ts';
import { m0004MediaPlane } from './m0004-media-plane.ts';
import { m0005Footage } from './m0005-footage.ts';

/** One step of the database's history. Its text never changes once a hub has applied it. */
export interface Migration {
  readonly name: string;
  /** SQL statements. They are modules, not .sql files, so that they are part of the compiled hub. */
  readonly text: string;
}

/** In the order they are applied; the nth makes version n. */
export const migrations: readonly Migration[] = [m0001First, m0002Indexes, m0003ConsentInFull, m0004MediaPlane, m0005Footage];
