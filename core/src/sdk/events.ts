import type { ViewingId, CameraId, OwnerId } from '../domain/ids.ts';
import type { PictureCondition } from '../domain/picture.ts';
import type { Instant } from '../domain/time.ts';

/** Facts about the hub, in the past tense. A room that owns a fact adds it here. */
export interface HubEvents {
  'camera.enrolled': { readonly camera: CameraId; readonly owner: OwnerId };
  'camera.removed': { readonly camera: CameraId; readonly owner: OwnerId };
  'camera.changed': { readonly camera: CameraId; readonly owner: OwnerId };
  /** Given, revoked, paused or lifted. No cameras: all of the owner's. */
  'grant.changed': { readonly owner: OwnerId; readonly cameras: readonly CameraId[] };
  'camera.found': Record<never, never>;
  'camera.online': { readonly camera: CameraId; readonly at: Instant };
  'camera.offline': { readonly camera: CameraId; readonly at: Instant; readonly because: string };
  /** What is wrong with its picture: nothing, where it is empty. */
  'picture.changed': { readonly camera: CameraId; readonly conditions: readonly PictureCondition[]; readonly at: Instant };
  'viewing.opened': { readonly camera: CameraId; readonly viewing: ViewingId; readonly at: Instant };
  'viewing.closed': { readonly camera: CameraId; readonly viewing: ViewingId; readonly at: Instant };
  /** Before a camera that is recorded; what comes again within 10 s is the same motion. */
  'motion.began': { readonly camera: CameraId; readonly at: Instant };
  'motion.ended': { readonly camera: CameraId; readonly at: Instant };
  'plugin.changed': { readonly plugin: string };
}
export interface Events {
  /** Ends with the plugin. A reaction that throws is logged and does not reach the others. */
  on<K extends keyof HubEvents>(fact: K, react: (detail: HubEvents[K]) => void): void;
}
