import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { WebSocket } from 'ws';
import type { BenchRun } from './bench.ts';
import { isInit, isKeyFragment } from './fragment.ts';
import type { HubClient } from './hub-client.ts';

/** Pictures of the film, which is one group of them: the key picture is number 0. */
export const filmPictures = 50;
const bits = 6;
/** Side of a square, pixels of the film. */
const square = 64;

/** A film whose every picture carries its own number as white and black squares, so that it can be told on a screen. 720p25, 2 s. */
export async function numberedFilm({ ffmpeg, folder, scope }: BenchRun): Promise<string> {
  const file = join(folder, 'numbered.mp4');
  const squares = Array.from({ length: bits }, (_, bit) => `drawbox=x=${bit * square}:y=0:w=${square}:h=${square}:color=white:t=fill:enable='eq(mod(floor(n/${2 ** bit}),2),1)'`);
  await promisify(execFile)(ffmpeg, [
    '-hide_banner', '-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', `testsrc2=size=1280x720:rate=25,noise=alls=12:allf=t,drawbox=x=0:y=0:w=${bits * square}:h=${square}:color=black:t=fill,${squares.join(',')}`, '-frames:v', String(filmPictures), '-pix_fmt', 'yuv420p',
    '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-x264-params', `keyint=${filmPictures}:min-keyint=${filmPictures}:scenecut=0:bframes=0:sliced-threads=0`, '-b:v', '1300k', '-maxrate', '1300k', '-bufsize', '1300k', file,
  ], { signal: scope.signal });
  return file;
}

/**
 * For the page: notes each picture the player presents, its number and the instant, ms since 1970. `take()` gives what was noted since.
 * W3C HTMLVideoElement.requestVideoFrameCallback: `expectedDisplayTime` is when it is seen.
 */
export const watchNumbers = `(() => {
  const find = (root) => { for (const element of root.querySelectorAll('*')) { if (element.localName === 'mp-player') return element; const inside = element.shadowRoot && find(element.shadowRoot); if (inside) return inside; } };
  const player = find(document);
  const video = player && player.shadowRoot.querySelector('video');
  if (!video || player.state !== 'playing') return false;
  const canvas = document.createElement('canvas');
  canvas.width = ${bits}; canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  let noted = [];
  const look = (_now, about) => {
    context.drawImage(video, 0, ${square / 4}, ${bits * square}, ${square / 2}, 0, 0, ${bits}, 1);
    const pixels = context.getImageData(0, 0, ${bits}, 1).data;
    let number = 0;
    for (let bit = 0; bit < ${bits}; bit += 1) if (pixels[bit * 4 + 1] > 127) number += 2 ** bit;
    noted.push([number, performance.timeOrigin + about.expectedDisplayTime]);
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
  globalThis.numbers = { take: () => { const taken = noted; noted = []; return { taken, path: player.facts.path, level: player.facts.level }; } };
  return true;
})()`;

/** When each picture left the hub, whole: a viewer of the same stream in this process, who gets a fragment for every picture. */
export class Departures implements AsyncDisposable {
  readonly #socket: WebSocket;
  readonly #at: number[][] = Array.from({ length: filmPictures }, () => []);
  #number = -1;

  constructor(client: HubClient, camera: string) {
    this.#socket = new WebSocket(new URL('/api/live', client.origin.replace(/^http/, 'ws')), { headers: { cookie: client.cookie, origin: client.origin }, perMessageDeflate: false });
    this.#socket.on('error', () => {});
    this.#socket.on('open', () => this.#socket.send(JSON.stringify({ camera, transport: 'mse' })));
    this.#socket.on('message', (data: Buffer, binary: boolean) => {
      if (binary && !isInit(data)) this.#note(data);
    });
  }

  /** From leaving the hub to the screen, ms; undefined for a picture that is not known. @param shownAt ms since 1970 */
  delayOf(number: number, shownAt: number): number | undefined {
    const at = this.#at[number]?.findLast((each) => each <= shownAt);
    // A group of pictures lasts 2 s: older than that it may be the one of a group before.
    return at === undefined || shownAt - at > 1_900 ? undefined : shownAt - at;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.terminate();
  }

  #note(fragment: Buffer): void {
    if (isKeyFragment(fragment)) this.#number = 0;
    else if (this.#number >= 0) this.#number += 1;
    const times = this.#at[this.#number];
    if (!times) return;
    times.push(performance.timeOrigin + performance.now());
    if (times.length > 8) times.shift();
  }
}
