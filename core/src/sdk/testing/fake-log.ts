import type { Log } from '../plugin.ts';

export interface FakeLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly facts: object | undefined;
}

/** Keeps what was said. */
export class FakeLog implements Log {
  readonly lines: FakeLine[] = [];

  debug(message: string, facts?: object): void { this.lines.push({ level: 'debug', message, facts }); }
  info(message: string, facts?: object): void { this.lines.push({ level: 'info', message, facts }); }
  warn(message: string, facts?: object): void { this.lines.push({ level: 'warn', message, facts }); }
  error(message: string, facts?: object): void { this.lines.push({ level: 'error', message, facts }); }
}
