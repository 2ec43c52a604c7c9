import workletAddress from './mic-worklet.ts?worker&url';

export type MicProblem = 'refused' | 'none' | 'insecure' | 'failed';
export interface Microphone {
  readonly rate: number;
  close(): void;
}

/** Opens this device's microphone and hands on what it hears, -1..1. @throws MicFailure */
export async function openMicrophone(hear: (samples: Float32Array) => void): Promise<Microphone> {
  // Not there at all outside https and localhost (Media Capture and Streams §10.1).
  const devices = (navigator as { readonly mediaDevices?: MediaDevices }).mediaDevices;
  if (!devices) throw new MicFailure('insecure');
  let stream: MediaStream;
  try {
    stream = await devices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 } });
  } catch (cause) {
    throw new MicFailure(problemOf(cause), cause);
  }
  const context = new AudioContext();
  const close = (): void => {
    for (const track of stream.getTracks()) track.stop();
    void context.close().catch(() => {});
  };
  try {
    await context.audioWorklet.addModule(workletAddress);
    const worklet = new AudioWorkletNode(context, 'microphone', { numberOfInputs: 1, numberOfOutputs: 0, channelCount: 1 });
    worklet.port.addEventListener('message', ({ data }: MessageEvent<Float32Array>) => hear(data));
    // With a listener instead of `onmessage` a port waits to be started.
    worklet.port.start();
    context.createMediaStreamSource(stream).connect(worklet);
    // A context made before the press was done sleeps.
    await context.resume();
    return { rate: context.sampleRate, close };
  } catch (cause) {
    close();
    throw new MicFailure('failed', cause);
  }
}

export class MicFailure extends Error {
  readonly problem: MicProblem;
  constructor(problem: MicProblem, cause?: unknown) {
    super(problem, { cause });
    this.problem = problem;
  }
}

function problemOf(cause: unknown): MicProblem {
  const name = cause instanceof DOMException ? cause.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'failed';
}
