import { randomInt, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openAuditLog } from './audit/audit-log.ts';
import { openLogSigner } from './audit/log-signer.ts';
import { SystemClock } from './base/clock.ts';
import { Emitter } from './base/emitter.ts';
import type { RoomLog } from './base/log.ts';
import type { Config } from './config/config.ts';
import type { PeopleFacts } from './people/people-facts.ts';
import { Passwords } from './people/passwords.ts';
import { foldLogin } from './people/people.ts';
import { Sessions } from './people/sessions.ts';
import { HubError } from './sdk/errors.ts';
import { openStore } from './store/open-store.ts';
import { openVault } from './vault/vault.ts';

export interface NewPassword {
  readonly login: string;
  readonly name: string;
  /** Told once; only its hash is kept. */
  readonly password: string;
}

/**
 * A new password for a person who forgot hers, by whoever holds the data folder. Every session of hers ends and the log says so, or nothing happens.
 * Also while the hub runs: both write in SQLite's turns; a session is looked up at every request, and every 30 s for what stays open.
 * @throws HubError `not-found`; as openStore (`not-ready` when another program holds the database), openVault and openAuditLog
 */
export async function resetPassword(config: Pick<Config, 'dataDir'>, log: RoomLog, login: string): Promise<NewPassword> {
  const file = join(config.dataDir, 'matpho.db');
  // Opening would make an empty hub in a folder that was named by mistake.
  if (!existsSync(file)) throw new HubError('not-found', `There is no hub in ${config.dataDir}.`);
  const clock = new SystemClock();
  const store = await openStore({ file, log: log.room('store') });
  try {
    const vault = await openVault({ store, keyFile: join(config.dataDir, 'vault.key') });
    const signer = await openLogSigner(`matpho/${randomUUID()}`, vault);
    const audit = await openAuditLog({ store, signer, sealer: vault.sealer('audit'), clock });
    const sessions = new Sessions(store, audit, clock, new Emitter<PeopleFacts>(() => {}));
    const password = newPassword();
    const hash = await new Passwords().make(password);
    const folded = foldLogin(login);
    return await store.write(async (trx) => {
      const row = await trx.selectFrom('person').select(['id', 'name']).where('login', '=', folded).where('disabled_at', 'is', null).executeTakeFirst();
      if (!row) throw new HubError('not-found', 'Nobody signs in with this login.');
      await trx.updateTable('person').set({ password: hash }).where('id', '=', row.id).execute();
      // Whoever forgot a password has tried; the new one is not to wait for the old one's lock.
      await trx.deleteFrom('login_failure').where('key', '=', `login:${folded}`).execute();
      await audit.append(trx, { type: 'key.reset', at: clock.now(), body: { person: row.id, by: 'console' } });
      await sessions.endOthers(trx, row.id, undefined);
      return { login: folded, name: row.name, password };
    });
  } finally {
    await store.close();
  }
}

/** 64 words of 6 bits each, without accents: they are typed on any keyboard. */
const words = [
  'sen', 'lua', 'tre', 'mai', 'cau', 'bac', 'que', 'non', 'bien', 'song', 'nui', 'dao', 'mit', 'oi', 'tao', 'che',
  'cam', 'buoi', 'xoai', 'nhan', 'vai', 'dua', 'chuoi', 'khe', 'gao', 'ngo', 'khoai', 'dau', 'lac', 'vung', 'rau', 'hanh',
  'trau', 'nghe', 'meo', 'ga', 'vit', 'ngan', 'chim', 'ca', 'tom', 'cua', 'oc', 'ong', 'buom', 'may', 'mua', 'nang',
  'gio', 'suong', 'trang', 'sao', 'dong', 'ruong', 'vuon', 'lang', 'pho', 'cho', 'thuyen', 'nha', 'cong', 'den', 'chieu', 'sang',
] as const;

/** Four words and six digits: 24 + 19.9 bits, 2^43 guesses behind a lock-out. */
function newPassword(): string {
  const chosen = Array.from({ length: 4 }, () => words[randomInt(words.length)]);
  return `${chosen.join('-')}-${String(randomInt(1_000_000)).padStart(6, '0')}`;
}
