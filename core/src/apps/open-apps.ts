import type { AuditLog } from '../audit/audit-log.ts';
import { Emitter } from '../base/emitter.ts';
import type { CameraRegistry } from '../cameras/camera-registry.ts';
import { LockOut } from '../people/lock-out.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { Vault } from '../vault/vault.ts';
import type { AppCamerasParts } from './app-cameras.ts';
import { AppBook, type AppFacts } from './app-book.ts';
import { AppDoor } from './app-door.ts';
import { AppStills, type AppStillsParts } from './app-stills.ts';
import { HubAppSignIn } from './hub-app-sign-in.ts';
import { Nonces } from './nonces.ts';
import { OneTimePasses } from './one-time-passes.ts';

/** All the hub knows of programs, built once. */
export interface AppsRoom {
  readonly book: AppBook;
  readonly passes: OneTimePasses;
  readonly door: AppDoor;
  readonly signIn: HubAppSignIn;
  readonly stills: AppStills;
  /** `rtsp://192.168.1.5:8554`; undefined while the hub runs no RTSP server. */
  readonly rtsp: () => string | undefined;
}
export interface AppsParts extends AppCamerasParts, AppStillsParts {
  readonly registry: CameraRegistry;
  readonly store: Store;
  readonly vault: Vault;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly failed: (fact: string, error: unknown) => void;
}

export function openApps(parts: AppsParts): AppsRoom {
  const { store, vault, audit, clock } = parts;
  const book = new AppBook(store, vault, audit, clock, new Emitter<AppFacts>((error, fact) => parts.failed(fact, error)));
  const passes = new OneTimePasses(clock);
  const door = new AppDoor(store, book, passes, new LockOut(store, audit, clock));
  return { book, passes, door, stills: new AppStills(parts), signIn: new HubAppSignIn(door, new Nonces(clock), clock, parts), rtsp: parts.rtsp };
}
