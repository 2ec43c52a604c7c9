import type { Emitter } from '../base/emitter.ts';
import type { OwnedScope } from '../base/scope.ts';
import type { Contributions } from '../kernel/contributions.ts';
import type { HubEvents } from '../sdk/events.ts';
import { CameraControl, TalkOpener } from '../sdk/ports.ts';
import type { Vault } from '../vault/vault.ts';
import { CameraControls, type ControlParts } from './camera-controls.ts';
import { ControlBook } from './control-book.ts';

export interface ControlRoom {
  readonly controls: CameraControls;
  readonly controlBook: ControlBook;
}
export interface ControlRoomParts extends Omit<ControlParts, 'book'> {
  readonly contributions: Contributions;
  readonly vault: Vault;
  readonly events: Emitter<HubEvents>;
}

/** What a camera said it can do is forgotten when the camera, its password or the plugins change; who holds a camera that is removed lets go. */
export function openControls(parts: ControlRoomParts, scope: OwnedScope): ControlRoom {
  const { contributions, vault, clock, timers, events, gate } = parts;
  const controlBook = new ControlBook({ contributions, vault, clock, timers });
  const controls = new CameraControls({ ...parts, book: controlBook });
  for (const port of [CameraControl, TalkOpener]) scope.use(contributions.watch(port, () => {
    controlBook.forget();
    controls.pluginsChanged();
  }));
  scope.use(events.on('camera.changed', ({ camera }) => controlBook.forget(camera)));
  scope.use(events.on('camera.removed', ({ camera }) => {
    controlBook.forget(camera);
    for (const { permit } of gate.open()) if (permit.ask.camera === camera && (permit.ask.action === 'ptz' || permit.ask.action === 'talk')) gate.end(permit, 'source').catch(() => {});
  }));
  return { controls, controlBook };
}
