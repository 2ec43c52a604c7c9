import type { AuditLog } from '../audit/audit-log.ts';
import type { Camera, Source } from '../domain/camera.ts';
import type { CameraId, OwnerId, PersonId } from '../domain/ids.ts';
import type { RecordingHours, RecordingPlan } from '../domain/recording.ts';
import type { Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Credentials } from '../sdk/ports.ts';
import type { Row } from '../store/schema-footage.ts';
import type { CameraTable } from '../store/schema.ts';
import type { Store } from '../store/open-store.ts';
import type { Vault } from '../vault/vault.ts';
import { forgetCredentials, keepCredentials } from './camera-credentials.ts';

export interface CameraRecord extends Camera {
  /** As the camera says of itself. */
  readonly maker?: string;
  readonly model?: string;
  /** Compass degrees it looks to. */
  readonly direction: number | undefined;
  /** WGS 84 degrees, where its owner said; how wide it sees, degrees. */
  readonly latitude?: number;
  readonly longitude?: number;
  readonly viewDegrees?: number;
  readonly deviceUri: string | undefined;
  readonly snapshotUri: string | undefined;
  readonly recording: 'off' | 'continuous';
  readonly recordDays: number;
  readonly recordBytes: number;
  readonly recordPlan?: RecordingPlan;
  readonly createdAt: Instant;
}
export type NewCamera = Omit<CameraRecord, 'createdAt' | 'recording' | 'recordDays' | 'recordBytes' | 'recordPlan'>;
export type CameraChange = Partial<Pick<CameraRecord, 'name' | 'place' | 'recording' | 'recordDays' | 'recordBytes'>>
  & { readonly recordEvents?: boolean; readonly recordHours?: RecordingHours | null; readonly recordPreMs?: number; readonly recordPostMs?: number; readonly recordSub?: boolean }
  & { readonly direction?: number | null; readonly position?: { readonly latitude: number; readonly longitude: number } | null; readonly viewDegrees?: number | null };

/** A gentle default: a week, and never more than 20 GB of one camera. */
const defaultDays = 7;
const defaultBytes = 20_000_000_000;

/** The cameras that belong to somebody here. */
export class CameraRegistry {
  readonly #store: Store;
  readonly #vault: Vault;
  readonly #audit: AuditTrailWriter;
  constructor(store: Store, vault: Vault, audit: AuditTrailWriter) {
    this.#store = store;
    this.#vault = vault;
    this.#audit = audit;
  }

  async all(): Promise<readonly CameraRecord[]> {
    return (await this.#store.read.selectFrom('camera').selectAll().where('removed_at', 'is', null).orderBy('created_at').execute()).map(fromRow);
  }
  async ofOwners(owners: readonly OwnerId[]): Promise<readonly CameraRecord[]> {
    if (owners.length === 0) return [];
    return (await this.#store.read.selectFrom('camera').selectAll().where('removed_at', 'is', null).where('owner', 'in', owners).orderBy('created_at').execute()).map(fromRow);
  }
  /** Undefined for one that was never here or was removed. */
  async find(camera: CameraId): Promise<CameraRecord | undefined> {
    const row = await this.#store.read.selectFrom('camera').selectAll().where('id', '=', camera).where('removed_at', 'is', null).executeTakeFirst();
    return row && fromRow(row);
  }

  /** Somebody with the right password saw a picture of a camera that is nobody's here yet. Resolves when that is on the disk. @throws HubError `not-recorded` */
  async lookedAt(by: PersonId, { address, provider, nativeId }: { readonly address: string; readonly provider: string; readonly nativeId: string }, at: Instant): Promise<void> {
    await this.#audit.append(undefined, { type: 'camera.looked-at', at, body: { by, address, provider, nativeId } });
  }

  /** @throws HubError `camera-taken` */
  async add(camera: NewCamera, credentials: Credentials, by: PersonId, at: Instant): Promise<void> {
    await this.#store.write(async (trx) => {
      const taken = await trx.selectFrom('camera').select('id').where('provider', '=', camera.provider).where('native_id', '=', camera.nativeId).where('removed_at', 'is', null).executeTakeFirst();
      if (taken) throw new HubError('camera-taken', 'This camera is registered already.');
      await trx.insertInto('camera').values({
        id: camera.id, owner: camera.owner, name: camera.name, place: camera.place, direction: camera.direction ?? null, provider: camera.provider, native_id: camera.nativeId, maker: camera.maker ?? null, model: camera.model ?? null,
        device_uri: camera.deviceUri ?? null, snapshot_uri: camera.snapshotUri ?? null, latitude: camera.latitude ?? null, longitude: camera.longitude ?? null, view_degrees: camera.viewDegrees ?? null, sources: JSON.stringify(camera.sources), clock_offset_ms: camera.clockOffsetMs ?? null,
        confirmed_at: camera.confirmedAt ?? null, recording: 'off', record_days: defaultDays, record_bytes: defaultBytes, created_at: at, removed_at: null,
      }).execute();
      await keepCredentials(this.#vault, camera.id, credentials, trx);
      await this.#audit.append(trx, { type: 'camera.enrolled', camera: camera.id, at, body: { by, owner: camera.owner, name: camera.name, provider: camera.provider, nativeId: camera.nativeId } });
    });
  }

  /** Together with the entry that says who changed what. @throws HubError `not-found` */
  async change(camera: CameraId, change: CameraChange, by: PersonId, at: Instant): Promise<void> {
    const { recordDays, recordBytes, recordEvents, recordHours, recordPreMs, recordPostMs, recordSub, position, viewDegrees, ...plain } = change;
    const set = { ...plain, ...(position === undefined ? {} : { latitude: position?.latitude ?? null, longitude: position?.longitude ?? null }), ...(viewDegrees === undefined ? {} : { view_degrees: viewDegrees }), ...(recordDays === undefined ? {} : { record_days: recordDays }), ...(recordBytes === undefined ? {} : { record_bytes: recordBytes }),
      ...(recordEvents === undefined ? {} : { record_events: flag(recordEvents) }), ...(recordHours === undefined ? {} : { record_hours: recordHours && JSON.stringify(recordHours) }),
      ...(recordPreMs === undefined ? {} : { record_pre_ms: recordPreMs }), ...(recordPostMs === undefined ? {} : { record_post_ms: recordPostMs }), ...(recordSub === undefined ? {} : { record_sub: flag(recordSub) }) };
    if (Object.keys(set).length === 0) return;
    await this.#store.write(async (trx) => {
      const { numUpdatedRows } = await trx.updateTable('camera').set(set).where('id', '=', camera).where('removed_at', 'is', null).executeTakeFirst();
      if (numUpdatedRows === 0n) throw new HubError('not-found', 'There is no such camera.');
      await this.#audit.append(trx, { type: 'camera.changed', camera, at, body: { by, what: 'settings', set: change } });
    });
  }

  /** @throws HubError `not-found` */
  async setCredentials(camera: CameraId, credentials: Credentials, by: PersonId, at: Instant): Promise<void> {
    await this.#store.write(async (trx) => {
      const known = await trx.selectFrom('camera').select('id').where('id', '=', camera).where('removed_at', 'is', null).executeTakeFirst();
      if (!known) throw new HubError('not-found', 'There is no such camera.');
      await keepCredentials(this.#vault, camera, credentials, trx);
      await this.#audit.append(trx, { type: 'camera.changed', camera, at, body: { by, what: 'credentials' } });
    });
  }

  /** The row stays for the ledger; the credentials go. @throws HubError `not-found`, also when it was removed before */
  async remove(camera: CameraId, by: PersonId, at: Instant): Promise<void> {
    await this.#store.write(async (trx) => {
      const { numUpdatedRows } = await trx.updateTable('camera').set({ removed_at: at, recording: 'off' }).where('id', '=', camera).where('removed_at', 'is', null).executeTakeFirst();
      if (numUpdatedRows === 0n) throw new HubError('not-found', 'There is no such camera.');
      await forgetCredentials(this.#vault, camera, trx);
      await this.#audit.append(trx, { type: 'camera.removed', camera, at, body: { by } });
    });
  }
}

/** The part of the audit log a room that changes rows needs. */
export type AuditTrailWriter = Pick<AuditLog, 'append'>;

const flag = (is: boolean): 0 | 1 => (is ? 1 : 0);

function planOf(row: Row<CameraTable>): RecordingPlan {
  return {
    mode: row.recording === 'off' ? 'off' : row.record_events === 1 ? 'events' : 'continuous', preMs: row.record_pre_ms, postMs: row.record_post_ms, sub: row.record_sub === 1,
    ...(row.record_hours === null ? {} : { hours: JSON.parse(row.record_hours) as RecordingHours }),
  };
}

function fromRow(row: Row<CameraTable>): CameraRecord {
  return {
    id: row.id, owner: row.owner, name: row.name, place: row.place, provider: row.provider, nativeId: row.native_id, sources: JSON.parse(row.sources) as Source[],
    ...(row.confirmed_at === null ? {} : { confirmedAt: row.confirmed_at }), ...(row.clock_offset_ms === null ? {} : { clockOffsetMs: row.clock_offset_ms }),
    ...(row.maker === null ? {} : { maker: row.maker }), ...(row.model === null ? {} : { model: row.model }),
    direction: row.direction ?? undefined, ...(row.latitude === null || row.longitude === null ? {} : { latitude: row.latitude, longitude: row.longitude }), ...(row.view_degrees === null ? {} : { viewDegrees: row.view_degrees }), deviceUri: row.device_uri ?? undefined, snapshotUri: row.snapshot_uri ?? undefined,
    recording: row.recording, recordDays: row.record_days, recordBytes: row.record_bytes, recordPlan: planOf(row), createdAt: row.created_at,
  };
}
