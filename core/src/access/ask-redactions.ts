import { canonicalJson, sha256Hex } from '../base/canonical-json.ts';
import { askHash } from '../consent/ask-hash.ts';
import type { Ask, Permit } from '../domain/consent.ts';
import type { RedactionRegion } from '../domain/redaction.ts';
import { HubError } from '../sdk/errors.ts';
import type { Store } from '../store/open-store.ts';

/** Of one yes. */
const mostRegions = 16;
const mostShapes = 200;

/** What she covers of what she gives, as it is stored and logged; undefined where she covers nothing. Pure. @throws HubError `bad-request` for a live view, or for too much of it */
export function writtenCover({ footage }: Pick<Ask, 'footage'>, regions: readonly RedactionRegion[]): { readonly regions: string; readonly sha256: string } | undefined {
  if (regions.length === 0) return undefined;
  if (!footage) throw new HubError('bad-request', 'Only what was filmed is covered; a live view has masks.');
  if (regions.length > mostRegions || regions.reduce((sum, { shapes }) => sum + shapes.length, 0) > mostShapes) throw new HubError('bad-request', 'At most 16 regions with 200 shapes are covered.');
  const text = canonicalJson(regions);
  return { regions: text, sha256: sha256Hex(text) };
}

/**
 * What of the footage of a permit leaves only covered: what its owner covered when she said yes.
 * The yes is found by the ledger's own line of this viewing, and must be to exactly what this permit is for. Whatever is not certain is no film.
 */
export class AskRedactions {
  readonly #store: Store;
  constructor(store: Store) {
    this.#store = store;
  }

  /** Nothing for whoever needed no yes. @throws HubError `obligation-unmet` where the yes, or what it covers, cannot be found whole */
  async of({ id: viewing, route, ask }: Permit): Promise<readonly RedactionRegion[]> {
    if (route !== 'R2') return [];
    const row = await this.#store.read.selectFrom('viewing').innerJoin('ask', 'ask.id', 'viewing.ask').leftJoin('ask_redaction', 'ask_redaction.ask', 'ask.id')
      .select(['viewing.route', 'ask.status', 'ask.person', 'ask.camera', 'ask.hash', 'ask.approved_hash', 'ask.covered', 'ask_redaction.regions']).where('viewing.id', '=', viewing).executeTakeFirst();
    const isHers = row?.route === 'R2' && row.status === 'approved' && row.person === ask.who.person && row.camera === ask.camera && (row.approved_hash ?? row.hash) === askHash(ask);
    if (!row || !isHers) throw new HubError('obligation-unmet', 'Which yes this film is given under cannot be told, nor what it covers.');
    if (row.covered === null) return [];
    if (row.regions === null || sha256Hex(row.regions) !== row.covered) throw new HubError('obligation-unmet', 'What the owner covered cannot be read whole.');
    return JSON.parse(row.regions) as readonly RedactionRegion[];
  }
}
