import { HubError, type Clip, type ClipExporter, type Clock, type ExportedFile, type ExportTarget } from '@matpho/core/sdk';
import { aboutText, type Delivered } from './about.ts';
import { readSegment } from './boxes.ts';
import { Film, within, type Piece } from './joined-file.ts';

/** No recorded file is larger. */
const largestSegment = 256 * 1024 * 1024;

/** In the properties of a copy that somebody covered parts of. */
const derivedNote = 'Bản dẫn xuất: có phần hình đã được che. Derivative: parts of the picture are covered.';

/** Footage as one MP4 that any player plays, with a list of hashes and a description. Pictures are copied, never made anew. */
export class Mp4Exporter implements ClipExporter {
  readonly formats = ['mp4'];
  readonly #clock: Clock;
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws HubError `no-footage`, `footage-damaged`, and what reading the clip throws */
  async write(clip: Clip, to: ExportTarget, signal: AbortSignal): Promise<readonly ExportedFile[]> {
    const pieces = piecesOf(clip, signal);
    const delivered: Delivered[] = [];
    const files: ExportedFile[] = [];
    const pictures = new Pictures(clip, pieces, delivered);
    try {
      while (await pictures.more()) {
        const name = nameOf(clip, files.length + 1);
        files.push({ name, ...(await to.write(name, pictures.file(name))) });
      }
    } finally {
      await pieces.return(undefined);
    }
    if (files.length === 0) throw new HubError('no-footage', 'There is no picture in this interval.');
    const about = 'about.json';
    files.push({ name: about, ...(await to.write(about, once(aboutText(clip, delivered, files, this.#clock.now())))) });
    const list = 'manifest-sha256.txt';
    files.push({ name: list, ...(await to.write(list, once(files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('')))) });
    return files;
  }
}

/** Hands out a clip's pictures file by file: a new one begins where the camera changed its parameters. */
class Pictures {
  readonly #clip: Clip;
  readonly #pieces: AsyncGenerator<Piece, void>;
  readonly #delivered: Delivered[];
  #next: { readonly piece: Piece; readonly part: NonNullable<ReturnType<typeof within>> } | undefined;

  constructor(clip: Clip, pieces: AsyncGenerator<Piece, void>, delivered: Delivered[]) {
    this.#clip = clip;
    this.#pieces = pieces;
    this.#delivered = delivered;
  }

  /** Whether there is another picture. */
  async more(): Promise<boolean> {
    while (!this.#next) {
      const { value: piece, done } = await this.#pieces.next();
      if (done || !piece) return false;
      const part = within(piece, this.#clip, this.#delivered.at(-1)?.to ?? -Infinity);
      if (part) this.#next = { piece, part };
    }
    return true;
  }

  async* file(name: string): AsyncGenerator<Uint8Array> {
    let film: Film | undefined;
    let init: Buffer | undefined;
    while (await this.more()) {
      if (!this.#next) break;
      const { piece, part } = this.#next;
      if (init && !init.equals(piece.init)) break;
      if (!film) {
        init = Buffer.from(piece.init);
        film = new Film(init);
        yield film.head();
      }
      this.#next = undefined;
      this.#delivered.push({ ...part.span, segment: piece.segment, file: name });
      const samples = film.piece(piece.bytes, part);
      if (samples) yield samples;
    }
    if (film) yield film.tail(this.#clip.derived === undefined ? undefined : derivedNote);
  }
}

async function* piecesOf(clip: Clip, signal: AbortSignal): AsyncGenerator<Piece, void> {
  for await (const { segment, bytes } of clip.segments) {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of bytes) {
      signal.throwIfAborted();
      size += chunk.length;
      if (size > largestSegment) throw new HubError('footage-damaged', 'A recorded file is larger than any the hub writes.');
      chunks.push(chunk);
    }
    yield { segment, ...readSegment(Buffer.concat(chunks, size)) };
  }
}

/** `gate_20260131T070512Z.mp4`: ASCII, in UTC; what was covered on a copy is `_redacted`; from the second file on with its number. */
function nameOf({ camera, from, derived }: Clip, number: number): string {
  const stamp = new Date(from).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return `${camera.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 64)}_${stamp}${derived === undefined ? '' : `_${derived}`}${number > 1 ? `_${number}` : ''}.mp4`;
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
