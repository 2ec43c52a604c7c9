/** Programs and parts of machines that code H.264, by ffmpeg's names. */
export const encoderNames = ['libx264', 'h264_vaapi', 'h264_nvenc', 'h264_qsv', 'h264_v4l2m2m', 'h264_videotoolbox'] as const;
export type EncoderName = (typeof encoderNames)[number];

/** One way to code what the filters have made. */
export interface Encoder {
  readonly name: EncoderName;
  /** Before the input: the device it works on. */
  readonly device: readonly string[];
  /** The last filter: the picture in the form, and at the place, the encoder takes it from. */
  readonly hand: string;
  readonly options: readonly string[];
}
export const software: Encoder = { name: 'libx264', device: [], hand: 'format=yuv420p', options: ['-preset', 'superfast', '-tune', 'zerolatency', '-crf', '26', '-a53cc', '0', '-threads', '1'] };

/** Arguments that make it code so much, without pictures that wait for later ones: a player that is sent each picture at once could not show those. */
export function coding({ name, options }: Encoder, { kbits, every }: { readonly kbits: number; readonly every: number }): readonly string[] {
  // The software aims at a quality under a cap; the parts of machines only know how much they may write.
  const amount = name === 'libx264' ? [] : ['-b:v', `${kbits}k`];
  return ['-c:v', name, ...options, ...amount, '-maxrate', `${kbits}k`, '-bufsize', `${kbits}k`, '-bf', '0', '-g', String(every)];
}

/** What is worth a try on such a machine, the likeliest first. @param cards of `/dev/dri`: `renderD128` */
export function candidates(platform: NodeJS.Platform, cards: readonly string[]): readonly Encoder[] {
  if (platform === 'darwin') return [{ name: 'h264_videotoolbox', device: [], hand: 'format=nv12', options: ['-realtime', '1', '-allow_sw', '0', '-profile:v', 'main'] }];
  if (platform !== 'linux') return [nvenc, quickSync];
  const vaapi = cards.filter((card) => /^renderD\d{1,4}$/.test(card)).toSorted().flatMap((card) => ['0', '1'].map((lowPower): Encoder => ({
    // Newer chips of Intel only have the one, older ones and those of AMD only the other.
    name: 'h264_vaapi', device: ['-vaapi_device', `/dev/dri/${card}`], hand: 'format=nv12,hwupload', options: ['-low_power', lowPower, '-profile:v', 'main', '-async_depth', '1'],
  })));
  // Older builds do not know `async_depth`.
  return [nvenc, ...vaapi, ...vaapi.map((each) => ({ ...each, options: each.options.slice(0, -2) })), quickSync, { name: 'h264_v4l2m2m', device: [], hand: 'format=yuv420p', options: [] }];
}
const nvenc: Encoder = { name: 'h264_nvenc', device: [], hand: 'format=yuv420p', options: ['-zerolatency', '1', '-delay', '0', '-rc', 'vbr', '-profile:v', 'main', '-forced-idr', '1'] };
const quickSync: Encoder = { name: 'h264_qsv', device: [], hand: 'format=nv12', options: ['-preset', 'veryfast', '-async_depth', '1', '-profile:v', 'main'] };
