import { describe, expect, it } from 'vitest';
import { Emitter } from '../base/emitter.ts';
import { id, type CameraId } from '../domain/ids.ts';
import { HubError } from '../sdk/errors.ts';
import type { HubEvents } from '../sdk/events.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { CameraHealth } from './camera-health.ts';

describe('how the cameras are', () => {
  it('is forgotten with the camera, and with no other', async () => {
    const clock = new FakeClock(0);
    const health = new CameraHealth(new Emitter<HubEvents>(() => {}), clock);
    const [gate, door] = [id<CameraId>('gate'), id<CameraId>('door')];
    health.report(gate, { status: 'offline', error: new HubError('camera-wrong-password', 'no') });
    health.report(door, { status: 'running' });
    await clock.advance(5);
    health.forget(gate);
    expect([health.of(gate), health.of(door)]).toEqual([{ state: 'off', since: 5, because: undefined }, { state: 'running', since: 0, because: undefined }]);
  });
});
