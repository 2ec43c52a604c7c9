/** In the audio thread (Web Audio API §1.32): hands the microphone's samples to the page, some ten milliseconds at a time. */
interface Processor {
  readonly port: MessagePort;
}
declare const AudioWorkletProcessor: new () => Processor;
declare const registerProcessor: (name: string, made: new () => Processor) => void;

const most = 512;

class Microphone extends AudioWorkletProcessor {
  samples = new Float32Array(most);
  filled = 0;

  process(inputs: readonly (readonly Float32Array[])[]): boolean {
    const heard = inputs[0]?.[0];
    for (const sample of heard ?? []) {
      this.samples[this.filled] = sample;
      this.filled += 1;
      if (this.filled < most) continue;
      this.port.postMessage(this.samples, [this.samples.buffer]);
      this.samples = new Float32Array(most);
      this.filled = 0;
    }
    return true;
  }
}
registerProcessor('microphone', Microphone);
