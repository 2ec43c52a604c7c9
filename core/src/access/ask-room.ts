import type { Transaction } from 'kysely';
import { minutes } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { AskTable, Database } from '../store/schema.ts';

const pendingPerOwner = 3;
/** Asks of one person to one owner, however they ended. */
const askedLately = { most: 6, within: minutes(30) };
/** After an ask for a camera came to nothing, before the same person may ask for it again. */
const coolDown = minutes(10);

/**
 * What an owner is spared. A no counts like silence until the ask would have lapsed, for whoever asks: an answer here must not tell the two apart,
 * neither to the one who was told no nor to a colleague who tries for him.
 * For an ask about a named camera, what the same person asked through an area does not count towards the last two:
 * else a refusal would tell which cameras that area ask went to (THREATS 14, 25).
 * @throws HubError `too-many-asks`
 */
export async function requireRoom(trx: Transaction<Database>, { owner, camera, person, area, created_at: now }: AskTable): Promise<void> {
  const asks = area === null ? trx.selectFrom('ask').where('area', 'is', null) : trx.selectFrom('ask');
  const open = await trx.selectFrom('ask').select((select) => select.fn.countAll<number>().as('count')).where('owner', '=', owner).where('lapses_at', '>', now)
    .where('status', 'in', ['pending', 'declined']).executeTakeFirstOrThrow();
  const lately = await asks.select((select) => select.fn.countAll<number>().as('count')).where('owner', '=', owner).where('person', '=', person).where('created_at', '>', now - askedLately.within).executeTakeFirstOrThrow();
  const same = await asks.select('id').where('person', '=', person).where('camera', '=', camera).where('status', '!=', 'approved').where('lapses_at', '>', now - coolDown).limit(1).executeTakeFirst();
  if (open.count >= pendingPerOwner || lately.count >= askedLately.most) throw new HubError('too-many-asks', 'The owner has enough asks to answer.');
  if (same) throw new HubError('too-many-asks', 'The last ask for this camera came to nothing a short while ago, or is not answered yet.');
}
