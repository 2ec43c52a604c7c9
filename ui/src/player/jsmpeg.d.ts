declare module '@cycjimmy/jsmpeg-player' {
  export interface JsmpegSink {
    write(bytes: ArrayBuffer): void;
  }
  /** What the library asks of something that delivers MPEG-TS. */
  export interface JsmpegSource {
    readonly streaming: boolean;
    readonly completed: boolean;
    readonly established: boolean;
    readonly progress: number;
    connect(sink: JsmpegSink): void;
    start(): void;
    resume(headroom: number): void;
    destroy(): void;
  }
  export interface JsmpegOptions {
    canvas: HTMLCanvasElement;
    source: new (url: string, options: JsmpegOptions) => JsmpegSource;
    audio: boolean;
    disableGl: boolean;
    disableWebAssembly: boolean;
    pauseWhenHidden: boolean;
    videoBufferSize: number;
    onVideoDecode: () => void;
  }
  export interface JsmpegPlayer {
    readonly currentTime: number;
    play(): void;
    pause(): void;
    destroy(): void;
  }
  const JSMpeg: { Player: new (url: string, options: JsmpegOptions) => JsmpegPlayer };
  export default JSMpeg;
}
