import { mkdirSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');
/** Logs and results of set-up and tests; in .gitignore. */
export const scratch = resolve(root, '.matpho');
mkdirSync(scratch, { recursive: true });

/** Where progress goes. A benchmark's standard output holds figures and nothing else. */
const voice = { stream: process.stdout };
export function speakTo(stream) {
  voice.stream = stream;
}
export function say(line = '') {
  voice.stream.write(`${line}\n`);
}
export const both = (vi, en) => `${vi} / ${en}`;
export const here = (path) => relative(process.cwd(), path) || '.';

/** A step that did not work: said in one sentence, without a stack. */
export class SetUpProblem extends Error {
  constructor(vi, en, more = [], { isFinal = false } = {}) {
    super(both(vi, en));
    this.more = more;
    /** Another try would end the same way. */
    this.isFinal = isFinal;
  }
}

/** Shows a step while it runs, with the seconds it has taken. */
export async function step(name, work) {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  const live = voice.stream.isTTY && !process.env.CI;
  if (live) voice.stream.write(`… ${name}`);
  else say(`… ${name}`);
  const ticking = setInterval(() => {
    if (live) voice.stream.write(`\r… ${name} ${seconds()} s`);
    else say(`… ${name} ${seconds()} s`);
  }, live ? 1_000 : 30_000);
  try {
    const result = await work();
    say(`${live ? '\r' : ''}✓ ${name} ${seconds()} s`);
    return result;
  } catch (failure) {
    say(`${live ? '\r' : ''}✗ ${name} ${seconds()} s`);
    throw failure;
  } finally {
    clearInterval(ticking);
  }
}

/** The last lines of a log, for whoever has to find out. */
export function lastLines(file, count = 15) {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count);
  } catch {
    return [];
  }
}
