import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPassword, startTestHub } from '../hub-tests/hub-street.fixture.ts';
import type { RunningHub } from '../start-hub.ts';

describe('the hub in numbers', () => {
  const token = `${newPassword()}${newPassword()}`;
  let folder: string;
  let hub: RunningHub;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'matpho-metrics-'));
    hub = (await startTestHub(folder, [], { plugins: [], metrics: { tokenSha256: createHash('sha256').update(token).digest('hex') } })).running;
  }, 60_000);
  afterAll(async () => {
    await hub?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });
  const read = async (authorization?: string): Promise<Response> => fetch(`${hub.origin}/metrics`, { headers: authorization === undefined ? {} : { authorization } });

  it('are read with the token, and with nothing that is only like it', async () => {
    const wrong = await Promise.all([undefined, '', 'Bearer', `Bearer ${token}x`, `Bearer ${token.slice(1)}`, `Basic ${token}`, `Bearer ${'x'.repeat(5_000)}`].map(async (said) => (await read(said)).status));
    const right = await read(`bearer ${token}`);
    expect([wrong, right.status, right.headers.get('content-type'), right.headers.get('cache-control')]).toEqual([[401, 401, 401, 401, 401, 401, 401], 200, 'text/plain; version=0.0.4; charset=utf-8', 'no-store']);
  });
  it('are Prometheus text: each with its help and type', async () => {
    const text = await (await read(`Bearer ${token}`)).text();
    const values = new Map(text.split('\n').filter((line) => /^[a-z]/.test(line)).map((line) => line.split(' ') as [string, string]));
    expect([values.get('matpho_viewers'), values.get('matpho_recordings_bytes'), Number(values.get('matpho_memory_bytes')) > 1e7, text.match(/^# TYPE matpho_\w+ (gauge|counter)$/gm)?.length]).toEqual(['0', '0', true, 17]);
  });
  it('open no other door', async () => {
    const other = await Promise.all(['/api/operator/health', '/api/streams', '/api/cameras'].map(async (path) => (await fetch(hub.origin + path, { headers: { authorization: `Bearer ${token}` } })).status));
    expect(other).toEqual([401, 401, 401]);
  });
});
