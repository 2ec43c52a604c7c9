import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HubError } from '../sdk/errors.ts';
import { openLog } from './log.ts';

describe('openLog', () => {
  it('writes a JSON line with level, time, room, message and redacted facts', () => {
    const lines: string[] = [];
    const log = openLog({ level: 'info', to: { write: (line: string) => void lines.push(line) } }).room('streams');
    log.debug('not written');
    log.warn('opening rtsp://admin:hunter2@cam/1', { password: 'hunter2', level: 'mine', error: new HubError('camera-unreachable', 'no answer') });
    const { time, ...line } = JSON.parse(lines.join('')) as { time: number; facts: { error: { stack?: string } } };
    delete line.facts.error.stack;
    expect(line).toEqual({
      level: 'warn', room: 'streams', message: 'opening rtsp://***@cam/1',
      facts: { password: '***', level: 'mine', error: { name: 'HubError', code: 'camera-unreachable', message: 'no answer' } },
    });
    expect(Number.isInteger(time)).toBe(true);
  });

  it('appends to a file only its owner can read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'matpho-log-'));
    try {
      const file = join(folder, 'deep', 'hub.log');
      const log = openLog({ level: 'debug', to: { file } });
      log.info('started');
      await log.flush();
      expect((JSON.parse(await readFile(file, 'utf8')) as { message: string }).message).toBe('started');
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
