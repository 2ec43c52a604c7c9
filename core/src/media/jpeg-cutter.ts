const mostBytes = 8 * 1024 * 1024;

/** Cuts a row of JPEG pictures, as ffmpeg's `mjpeg` format writes them, into whole ones (ITU-T T.81 §B.1.1.2: in coded data FF is followed by 00 or a restart marker, so FF D9 is always an end). */
export class JpegCutter {
  #pieces: Uint8Array[] = [];
  #size = 0;
  #lastByte = -1;

  /** The pictures that are whole now. What grows beyond 8 MiB is thrown away. */
  push(chunk: Uint8Array): Uint8Array[] {
    const whole: Uint8Array[] = [];
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (this.#lastByte === 0xff && byte === 0xd9) {
        this.#keep(chunk.subarray(from, at + 1));
        const picture = Buffer.concat(this.#pieces, this.#size);
        if (picture[0] === 0xff && picture[1] === 0xd8) whole.push(picture);
        this.#pieces = [];
        this.#size = 0;
        from = at + 1;
        this.#lastByte = -1;
      } else {
        this.#lastByte = byte;
      }
    }
    this.#keep(chunk.subarray(from));
    return whole;
  }
  #keep(piece: Uint8Array): void {
    if (piece.length === 0) return;
    if (this.#size + piece.length > mostBytes) {
      this.#pieces = [];
      this.#size = 0;
      return;
    }
    this.#pieces.push(piece);
    this.#size += piece.length;
  }
}
