import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tell.mjs';

/**
 * Runs a program to its end; nothing to type, everything it says goes into the log file (or is shown, without one).
 * Resolves with its exit code; 124 when it took longer than the limit and was ended, 127 when it could not be started.
 */
export function runQuietly(command, args, { log, limit, env = process.env, append = false }) {
  const out = log === undefined ? 'inherit' : openSync(log, append ? 'a' : 'w');
  return new Promise((resolve) => {
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
    let isDone = false;
    const done = (code) => {
      if (isDone) return;
      isDone = true;
      clearTimeout(timer);
      process.off('SIGINT', interrupted);
      process.off('SIGTERM', interrupted);
      if (typeof out === 'number') closeSync(out);
      resolve(late ? 124 : code);
    };
    // A program that cannot be started tells by `error`, any other by `exit`.
    child.once('error', () => done(127));
    child.once('exit', (code) => done(code ?? 1));
  });
}

/** Runs a program in this one's place: its words are shown, signals are passed on, its exit code is the answer. */
export function runInPlace(command, args, env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: 'inherit' });
    // Ctrl-C in a terminal reaches the child by itself; a second one would cut its orderly end short.
    const passOn = { SIGINT: () => { if (!process.stdin.isTTY) child.kill('SIGINT'); }, SIGTERM: () => child.kill('SIGTERM'), SIGHUP: () => child.kill('SIGHUP') };
    for (const [signal, react] of Object.entries(passOn)) process.on(signal, react);
    const done = (code) => {
      for (const [signal, react] of Object.entries(passOn)) process.off(signal, react);
      resolve(code);
    };
    child.once('error', () => done(127));
    child.once('exit', (code, signal) => done(code ?? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0)));
  });
}

/** A program of an installed package, started with this very Node. */
export const packageBin = (...path) => join(root, 'node_modules', ...path);
