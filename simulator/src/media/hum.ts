import { splitAdts } from './adts.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import type { AudioLoop } from './loop.ts';

const G711_FRAME_MS = 40;
const G711_FRAME_BYTES = 320;

/** What a microphone over a street hears, nearly: far traffic that swells, and a faint two-tone horn. Made once, looped. */
export const streetHum = async (ffmpeg: Ffmpeg, codec: 'aac' | 'pcma'): Promise<AudioLoop> => {
  const noise = 'anoisesrc=color=brown:amplitude=0.35:duration=8:seed=7,tremolo=f=0.125:d=0.5';
  const horn = "aevalsrc='0.05*(sin(2*PI*440*t)+sin(2*PI*550*t))*between(t,3,3.4)':d=8";
  const inputs = ['-f', 'lavfi', '-i', noise, '-f', 'lavfi', '-i', horn, '-filter_complex', 'amix=inputs=2'];
  if (codec === 'aac') {
    const { stdout } = await ffmpeg.run([...inputs, '-ar', '16000', '-ac', '1', '-c:a', 'aac', '-b:a', '32k', '-f', 'adts', 'pipe:1']);
    return splitAdts(stdout);
  }
  const { stdout } = await ffmpeg.run([...inputs, '-ar', '8000', '-ac', '1', '-c:a', 'pcm_alaw', '-f', 'alaw', 'pipe:1']);
  const frames = Array.from({ length: Math.floor(stdout.length / G711_FRAME_BYTES) }, (_, i) => stdout.subarray(i * G711_FRAME_BYTES, (i + 1) * G711_FRAME_BYTES));
  return { format: { codec: 'pcma', sampleRate: 8_000, channels: 1 }, frameMs: G711_FRAME_MS, frames };
};
