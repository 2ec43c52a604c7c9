declare module 'node-rtsp-stream/mpeg1muxer.js' {
  import type { ChildProcess } from 'node:child_process';
  import type { EventEmitter } from 'node:events';

  interface MuxerOptions {
    readonly ffmpegPath: string;
    readonly url: string;
    /** Each becomes an output option; an empty value has no argument. */
    readonly ffmpegOptions: Readonly<Record<string, string | number>>;
  }
  /** Starts ffmpeg at once; emits `mpeg1data` with a Buffer. */
  class Mpeg1Muxer extends EventEmitter {
    constructor(options: MuxerOptions);
    readonly stream: ChildProcess;
  }
  export = Mpeg1Muxer;
}
