import { pino, type DestinationStream, type Logger } from 'pino';
import type { Log } from '../sdk/plugin.ts';
import { redact, redactText } from './redact.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export interface LogOptions {
  readonly level: LogLevel;
  /** `stderr`, a file that is appended to, or anything that takes lines. */
  readonly to: 'stderr' | { readonly file: string } | DestinationStream;
}

/** A Log that closes, and has a voice for each room. */
export interface RoomLog extends Log {
  /** The same log; each line carries the room's name. */
  room(name: string): RoomLog;
  /** Writes out what is still held. */
  flush(): Promise<void>;
}

/** JSON lines: level, time (ms UTC), room, message and facts. Nothing reaches a line before `redact` has seen it. */
export function openLog({ level, to }: LogOptions): RoomLog {
  // Synchronous: the last lines before a crash are the ones that matter.
  const destination = to === 'stderr' ? pino.destination({ dest: 2, sync: true }) : 'file' in to ? pino.destination({ dest: to.file, mkdir: true, sync: true, mode: 0o600 }) : to;
  const lines = pino({ level, base: null, messageKey: 'message', formatters: { level: (label) => ({ level: label }) } }, destination);
  return new PinoLog(lines);
}

class PinoLog implements RoomLog {
  readonly #lines: Logger;

  constructor(lines: Logger) {
    this.#lines = lines;
  }

  debug(message: string, facts?: object): void { this.#write('debug', message, facts); }
  info(message: string, facts?: object): void { this.#write('info', message, facts); }
  warn(message: string, facts?: object): void { this.#write('warn', message, facts); }
  error(message: string, facts?: object): void { this.#write('error', message, facts); }

  room(name: string): RoomLog {
    return new PinoLog(this.#lines.child({ room: redactText(name) }));
  }

  async flush(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#lines.flush((failure) => {
        if (failure) reject(failure);
        else resolve();
      });
    });
  }

  #write(level: LogLevel, message: string, facts: object | undefined): void {
    if (!this.#lines.isLevelEnabled(level)) return;
    // An error given as the facts is itself the fact.
    const safe = facts === undefined ? {} : redact(facts instanceof Error ? { error: facts } : facts);
    this.#lines[level]({ facts: safe }, redactText(message));
  }
}
