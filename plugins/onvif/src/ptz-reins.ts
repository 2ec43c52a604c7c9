import { HubError, type CameraReins, type Milliseconds, type MoveAbilities, type Preset, type Velocity } from '@matpho/core/sdk';
import type { OnvifDevice } from './device.ts';
import { parsePresets, savedToken } from './ptz-abilities.ts';
import { SoapFault } from './soap-door.ts';
import { escapeXml } from './xml.ts';

/** A longer one would outlive the hub that asked for it. */
const longestMove: Milliseconds = 2_000;

/** One camera's motors by ONVIF PTZ. Commands follow one another; only a stop waits for nothing. */
export class PtzReins implements CameraReins {
  readonly abilities: MoveAbilities;
  readonly #hands: OnvifDevice;
  /** A second conversation with the camera: a stop goes out beside a move that is not answered yet. */
  readonly #brake: OnvifDevice;
  readonly #profileToken: string;
  #turn: Promise<unknown> = Promise.resolve();
  /** Commands that wait or are on their way. */
  #underWay = 0;
  #braking: Promise<unknown> = Promise.resolve();
  /** A stop that has not gone out yet does for all who ask. */
  #nextHalt: Promise<unknown> | undefined;
  #stops = 0;
  #moves = 0;
  #mayTurn = false;

  constructor(abilities: MoveAbilities, hands: OnvifDevice, brake: OnvifDevice, profileToken: string) {
    this.abilities = abilities;
    this.#hands = hands;
    this.#brake = brake;
    this.#profileToken = escapeXml(profileToken);
  }

  async move({ x, y, zoom }: Velocity, lasts: Milliseconds): Promise<void> {
    const timeout = Math.min(longestMove, Math.max(100, Math.round(lasts)));
    const { panTilt, zoom: zooms } = this.abilities;
    if (!panTilt && !zooms) throw new HubError('control-unsupported', 'The camera does not turn.');
    const stopsBefore = this.#stops;
    await this.#next(async () => {
      // Stopped while it waited for its turn.
      if (stopsBefore !== this.#stops) return;
      this.#moves += 1;
      this.#mayTurn = true;
      // A vector for motors it does not have is refused by some cameras.
      await this.#hands.bodyOf((cam, done) => cam.continuousMove({ profileToken: this.#profileToken, x: speed(x), y: speed(y), zoom: speed(zoom), timeout, onlySendPanTilt: !zooms, onlySendZoom: !panTilt }, done));
    });
  }

  async stop(): Promise<void> {
    this.#stops += 1;
    const [busy, turn] = [this.#underWay > 0, this.#turn];
    await this.#halt();
    if (!busy) return;
    // A move the camera read after that stop has turned it once more.
    await turn.catch(() => {});
    await this.#halt();
  }

  async presets(): Promise<readonly Preset[]> {
    return parsePresets(await this.#next(() => this.#hands.bodyOf((cam, done) => cam.getPresets({ profileToken: this.#profileToken }, done))));
  }
  async savePreset(name: string, token?: string): Promise<string> {
    const presetToken = token === undefined ? {} : { presetToken: escapeXml(token) };
    return savedToken(await this.#next(() => this.#hands.bodyOf((cam, done) => cam.setPreset({ profileToken: this.#profileToken, presetName: escapeXml(name), ...presetToken }, done))));
  }
  async goTo(token: string): Promise<void> {
    await this.#travel((cam, done) => cam.gotoPreset({ profileToken: this.#profileToken, preset: escapeXml(token) }, done));
  }
  async removePreset(token: string): Promise<void> {
    await this.#next(() => this.#hands.bodyOf((cam, done) => cam.removePreset({ profileToken: this.#profileToken, presetToken: escapeXml(token) }, done)));
  }
  async goHome(): Promise<void> {
    await this.#travel((cam, done) => cam.gotoHomePosition({ profileToken: this.#profileToken }, done));
  }
  async setHome(): Promise<void> {
    await this.#next(() => this.#hands.bodyOf((cam, done) => cam.setHomePosition({ profileToken: this.#profileToken }, done)));
  }

  /** The line was cut: motors that may still turn are stopped all the same. Only the brake is used. */
  async leave(): Promise<void> {
    if (this.#mayTurn) await this.stop();
    else this.#stops += 1;
  }

  #halt(): Promise<unknown> {
    if (this.#nextHalt) return this.#nextHalt;
    const mine = this.#braking.then(async () => {
      this.#nextHalt = undefined;
      const moves = this.#moves;
      await this.#brake.bodyOf((cam, done) => cam.stop({ profileToken: this.#profileToken, panTilt: true, zoom: true }, done));
      if (moves === this.#moves && this.#underWay === 0) this.#mayTurn = false;
      return moves;
    });
    this.#braking = mine.catch(() => {});
    this.#nextHalt = told(mine);
    return this.#nextHalt;
  }
  async #travel(call: Parameters<OnvifDevice['bodyOf']>[0]): Promise<void> {
    const stopsBefore = this.#stops;
    await this.#next(async () => {
      if (stopsBefore !== this.#stops) throw new HubError('control-refused', 'It was stopped before it began.');
      await this.#hands.bodyOf(call);
    });
  }
  async #next<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => {});
    this.#underWay += 1;
    try {
      return await told(mine);
    } finally {
      this.#underWay -= 1;
    }
  }
}

const speed = (value: number): number => (Number.isFinite(value) ? Math.round(Math.min(1, Math.max(-1, value)) * 1_000) / 1_000 : 0);

/** What the camera declines is no fault of the hub's. */
async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof SoapFault) throw new HubError('control-refused', 'The camera declined it.', { cause });
    throw cause;
  }
}
