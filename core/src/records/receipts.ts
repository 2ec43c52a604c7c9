import { sha256Hex } from '../base/canonical-json.ts';
import type { Grant, Purpose } from '../domain/consent.ts';
import type { Text } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';
import { isValid, type ConsentRecord, type ConsentState } from './consent-book.ts';
import { notLegalAdvice } from './privacy-notice.ts';

/** ISO/IEC TS 27560:2023 names its fields; W3C DPV gives them meaning. Written out, so that a reader needs no network. */
const context = {
  dpv: 'https://w3id.org/dpv#', dct: 'http://purl.org/dc/terms/', xsd: 'http://www.w3.org/2001/XMLSchema#',
  schema_version: 'dct:conformsTo', record_id: 'dct:identifier', receipt_id: 'dct:identifier', receipt_time: { '@id': 'dct:issued', '@type': 'xsd:dateTime' },
  pii_principal_id: 'dpv:hasDataSubject', privacy_notice: 'dpv:hasNotice', language: 'dct:language', purposes: { '@id': 'dpv:hasPurpose', '@container': '@set' }, purpose: 'dct:title', purpose_type: { '@id': 'dpv:hasPurpose', '@type': '@id' },
  lawful_basis: { '@id': 'dpv:hasLegalBasis', '@type': '@id' }, pii_information: { '@id': 'dpv:hasPersonalData', '@container': '@set' }, pii_type: 'dct:type', pii_controllers: { '@id': 'dpv:hasDataController', '@container': '@set' },
  storage_locations: { '@id': 'dpv:hasStorageCondition', '@container': '@set' }, retention_period: 'dpv:hasDuration', jurisdiction: 'dpv:hasJurisdiction', recipient_third_parties: { '@id': 'dpv:hasRecipient', '@container': '@set' },
  withdrawal_method: 'dpv:hasOrganisationalMeasure', privacy_rights: { '@id': 'dpv:hasRight', '@container': '@set' }, parties: { '@id': 'dpv:hasEntity', '@container': '@set' }, events: { '@id': 'dpv:hasActivityStatus', '@container': '@list' },
  event_time: { '@id': 'dct:date', '@type': 'xsd:dateTime' }, event_state: { '@id': 'dpv:hasConsentStatus', '@type': '@id' },
} as const;
export const receiptSchema = 'https://w3id.org/dpv/schema/dpv-27560#receipt-record';

/** Who stands behind the hub, for the receipts. */
export interface ReceiptPlace {
  readonly hubName: string;
  /** Where the pages are: `https://hub.local`. */
  readonly origin: string;
}
export interface GrantForReceipt {
  readonly grant: Grant;
  readonly sentence: Text;
  readonly signedAt: Instant;
  readonly revokedAt: Instant | null;
  readonly ownerName: string;
  /** To whom: the unit, and the person or role in it. */
  readonly to: string;
  readonly keptDays: number;
}
interface ReceiptEvent { readonly state: ConsentState; readonly at: Instant; readonly method: string }
type Json = { readonly [name: string]: unknown };

/** Another pseudonym in every record: two receipts do not tell that they are of one person. */
export const pseudonym = (person: string, record: string): string => `urn:sha256:${sha256Hex(`${person}\n${record}`)}`;
/** Changes with every event: a receipt of what was, is not one of what is. `MP-3F9A-77C1-…` in groups, to be read aloud. */
export function receiptId(record: string, version: number, events: number): string {
  const hex = sha256Hex(`${record}\n${version}\n${events}`).slice(0, 16).toUpperCase();
  return `MP-${hex.match(/.{4}/g)?.join('-') ?? hex}`;
}

/** The receipt of a yes to one's own data being kept. Pure. */
export function consentReceipt({ id, person, notice, events, state }: ConsentRecord, { hubName, origin }: ReceiptPlace, now: Instant): Json {
  return frame({
    id, receipt: receiptId(id, 1, events.length), now, subject: pseudonym(person, id), language: notice.language,
    notice: { uri: `${origin}/privacy-notice`, version: notice.version, language: notice.language, sha256: notice.sha256 },
    purposes: [
      purpose('Signing in and roles', 'dpv:AccountManagement', ['Name', 'Username', 'Role']), purpose('Notices of views and requests', 'dpv:CommunicationManagement', ['Contact address, where given']),
      purpose('A log of who watched what', 'dpv:LegalCompliance', ['Name', 'Officer number', 'Times of views']), purpose('Where a camera stands', 'dpv:ServiceProvision', ['Position of the camera, where given']),
    ],
    controllers: [{ party_name: hubName, party_role: 'dpv:DataController', party_url: origin }], recipients: [{ party_name: 'People of her house or unit; owners of cameras she watches', party_role: 'dpv:Recipient' }],
    retention: 'Until she leaves; private log bodies until the end of their retention', withdrawal: { url: `${origin}/settings/data`, in_person: 'Whoever runs the hub' },
    events: events.map((event) => ({ state: event.state, at: event.at, method: event.method })), state,
  });
}

/** The receipt of a grant: what an owner signed, and what became of it. Pure. */
export function grantReceipt({ grant, sentence, signedAt, revokedAt, ownerName, to, keptDays }: GrantForReceipt, { origin }: ReceiptPlace, now: Instant): Json {
  const events: ReceiptEvent[] = [{ state: 'ConsentGiven', at: signedAt, method: 'signed in the hub' }, ...(revokedAt === null ? [] : [{ state: 'ConsentWithdrawn' as const, at: revokedAt, method: 'stopped in the hub' }])];
  return {
    ...frame({
      id: grant.id, receipt: receiptId(grant.id, grant.version, events.length), now, subject: pseudonym(grant.owner, grant.id), language: 'vi',
      notice: { uri: `${origin}/grant/${grant.id}`, version: String(grant.version), language: 'vi', sha256: sha256Hex(sentence.vi), text: sentence },
      purposes: grant.why.purposes.map((each) => purpose(each, purposeTypes[each], ['Pictures of the cameras named'])),
      controllers: [{ party_name: ownerName, party_role: 'dpv:DataController' }], recipients: [{ party_name: to, party_role: 'dpv:Recipient' }],
      retention: `Recordings ${keptDays} days`, withdrawal: { url: `${origin}/grant/${grant.id}`, in_person: 'Any adult of the house' }, events, state: revokedAt === null ? 'ConsentGiven' : 'ConsentWithdrawn',
    }),
    validity: { from: iso(grant.when.from), until: iso(revokedAt === null ? grant.when.until : Math.min(revokedAt, grant.when.until)) },
    matpho_grant: { id: grant.id, version: grant.version, mode: grant.mode, actions: grant.what.actions, cameras: grant.what.cameras, max_height: grant.what.maxHeight, audio: grant.what.audio, case_required: grant.why.caseRequired },
  };
}

const purposeTypes: Readonly<Record<Purpose, string>> = {
  crime: 'dpv:EnforceSecurity', admin_violation: 'dpv:EnforceSecurity', traffic_accident: 'dpv:EnforceSecurity', missing_person: 'dpv:PublicBenefit', fire_rescue: 'dpv:PublicBenefit', public_event: 'dpv:PublicBenefit', maintenance: 'dpv:ServiceProvision',
};
const purpose = (name: string, type: string, pii: readonly string[]): Json => ({ purpose: name, purpose_type: type, lawful_basis: 'dpv:Consent', pii_information: pii.map((pii_type) => ({ pii_type })) });
const iso = (at: Instant): string => new Date(at).toISOString();

interface Framed {
  readonly id: string; readonly receipt: string; readonly now: Instant; readonly subject: string; readonly language: string; readonly notice: Json; readonly purposes: readonly Json[];
  readonly controllers: readonly Json[]; readonly recipients: readonly Json[]; readonly retention: string; readonly withdrawal: Json; readonly events: readonly ReceiptEvent[]; readonly state: ConsentState;
}
function frame(of: Framed): Json {
  return {
    '@context': context, '@type': 'dpv:ConsentRecord', schema_version: receiptSchema, receipt_id: of.receipt, receipt_time: iso(of.now), record_id: of.id, pii_principal_id: of.subject, language: of.language,
    privacy_notice: of.notice, purposes: of.purposes, pii_controllers: of.controllers, recipient_third_parties: of.recipients,
    storage_locations: [{ location: 'The hub itself, VN', retention_period: of.retention }], jurisdiction: 'VN', withdrawal_method: of.withdrawal,
    privacy_rights: ['access', 'correction', 'copy', 'erasure', 'withdrawal', 'complaint'], parties: [...of.controllers, ...of.recipients],
    events: of.events.map(({ state, at, method }) => ({ event_type: isValid(state) ? 'given' : 'withdrawn', event_state: `dpv:${state}`, event_time: iso(at), entity_id: of.subject, event_method: method })),
    event_state: `dpv:${of.state}`, valid: isValid(of.state), not_legal_advice: notLegalAdvice,
  };
}
