import { splitAdts } from './adts.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import type { AudioLoop } from './loop.ts';
import type { AudioCodec } from './unit.ts';

const G711_FRAME_MS = 40;
const G711_FRAME_BYTES = 320;
const OPUS_FRAME_MS = 20;

/** What a microphone over a street hears, nearly: far traffic that swells, and a faint two-tone horn. Made once, looped. */
export const streetHum = async (ffmpeg: Ffmpeg, codec: AudioCodec): Promise<AudioLoop> => {
  const noise = 'anoisesrc=color=brown:amplitude=0.35:duration=8:seed=7,tremolo=f=0.125:d=0.5';
  const horn = "aevalsrc='0.05*(sin(2*PI*440*t)+sin(2*PI*550*t))*between(t,3,3.4)':d=8";
  const inputs = ['-f', 'lavfi', '-i', noise, '-f', 'lavfi', '-i', horn, '-filter_complex', 'amix=inputs=2[mixed]'];
  if (codec === 'aac') {
    const { stdout } = await ffmpeg.run([...inputs, '-map', '[mixed]', '-ar', '16000', '-ac', '1', '-c:a', 'aac', '-b:a', '32k', '-f', 'adts', 'pipe:1']);
    return splitAdts(stdout);
  }
  if (codec === 'opus') {
    const { stdout, pipe3 } = await ffmpeg.run([...inputs, '-map', '[mixed]', '-ar', '48000', '-ac', '2', '-c:a', 'libopus', '-b:a', '24k', '-f', 'tee', '[f=data]pipe:1|[f=framecrc]pipe:3']);
    let at = 0;
    const frames = pipe3.toString('latin1').split('\n').filter((line) => /^\d/.test(line)).map((line) => stdout.subarray(at, at += Number(line.split(',')[4])));
    return { format: { codec, sampleRate: 48_000, channels: 2 }, frameMs: OPUS_FRAME_MS, frames };
  }
  const law = codec === 'pcma' ? 'alaw' : 'mulaw';
  const { stdout } = await ffmpeg.run([...inputs, '-map', '[mixed]', '-ar', '8000', '-ac', '1', '-c:a', `pcm_${law}`, '-f', law, 'pipe:1']);
  const frames = Array.from({ length: Math.floor(stdout.length / G711_FRAME_BYTES) }, (_, i) => stdout.subarray(i * G711_FRAME_BYTES, (i + 1) * G711_FRAME_BYTES));
  return { format: { codec, sampleRate: 8_000, channels: 1 }, frameMs: G711_FRAME_MS, frames };
};
