import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tell.mjs';

/**
 * Runs a program to its end; nothing to type, everything it says goes into the log file (or is shown, without one).
 * Resolves with its exit code; 124 when it took longer than the limit and was ended, 127 when it could not be started.
 */
export async function runQuietly(command, args, { log, limit, env = process.env, append = false }) {
  const out = log === undefined ? 'inherit' : openSync(log, append ? 'a' : 'w');
  // Its own group, so that what it started ends with it; not on Windows, where that would open a window.
  const grouped = process.platform !== 'win32' && log !== undefined;
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', out, out], detached: grouped, shell: process.platform === 'win32' && !command.endsWith('.exe') });
  const end = (signal) => {
    try {
      if (grouped && child.pid !== undefined) process.kill(-child.pid, signal);
      else child.kill(signal);
    } catch { /* it has ended meanwhile */ }
  };
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    end('SIGTERM');
    setTimeout(() => end('SIGKILL'), 5_000).unref();
  }, limit);
  const interrupted = () => { end('SIGTERM'); process.exit(130); };
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  const code = await endOf(child);
  clearTimeout(timer);
  process.off('SIGINT', interrupted);
  process.off('SIGTERM', interrupted);
  if (typeof out === 'number') closeSync(out);
  return late ? 124 : code;
}

/** A program that cannot be started tells by `error`, any other by `exit`. */
function endOf(child) {
  const ended = new Promise((resolve) => { child.once('exit', (code, signal) => resolve(code ?? 128 + (signals[signal] ?? 0))); });
  const failed = new Promise((resolve) => { child.once('error', () => resolve(127)); });
  return Promise.race([ended, failed]);
}
const signals = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/** Runs a program in this one's place: its words are shown, signals are passed on, its exit code is the answer. */
export async function runInPlace(command, args, env) {
  const child = spawn(command, args, { cwd: root, env, stdio: 'inherit' });
  // Ctrl-C in a terminal reaches the child by itself; a second one would cut its orderly end short.
  const passOn = { SIGINT: () => { if (!process.stdin.isTTY) child.kill('SIGINT'); }, SIGTERM: () => child.kill('SIGTERM'), SIGHUP: () => child.kill('SIGHUP') };
  for (const [signal, react] of Object.entries(passOn)) process.on(signal, react);
  const code = await endOf(child);
  for (const [signal, react] of Object.entries(passOn)) process.off(signal, react);
  return code;
}

/** A program of an installed package, started with this very Node. */
export const packageBin = (...path) => join(root, 'node_modules', ...path);
