import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { behavesLikeAPlugin, fakeContext } from '@matpho/core/sdk/testing';
import ntfy from './index.js';

test('keeps what the hub expects of every plugin', () => behavesLikeAPlugin(ntfy));

test('sends a notice to the person\'s topic, in her language, with the token', async () => {
  const received = [];
  const server = createServer(async (request, response) => {
    received.push({ token: request.headers.authorization, ...JSON.parse(await text(request)) });
    response.end('{}');
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const origin = `http://127.0.0.1:${server.address().port}`;
  const { channel } = await ntfy.setup({}, fakeContext(ntfy.config.parse({ server: origin, token: 'tk_1' })));
  const notice = { id: '1', kind: 'viewing.started', at: 0, to: 'lan', title: { vi: 'Có người xem', en: 'Somebody watches' }, body: { vi: 'Camera Cổng', en: 'The camera Gate' } };
  await channel.send(notice, { name: 'Lan', language: 'vi', addresses: { ntfy: `${origin}/nha-lan` } }, AbortSignal.timeout(5_000));
  await assert.rejects(channel.send(notice, { name: 'Lan', language: 'vi', addresses: { ntfy: 'https://elsewhere.example/nha-lan' } }, AbortSignal.timeout(5_000)), { code: 'notice-failed' });
  server.close();
  server.closeAllConnections();
  assert.deepEqual(received, [{ token: 'Bearer tk_1', topic: 'nha-lan', title: 'Có người xem', message: 'Camera Cổng' }]);
});

async function text(request) {
  let all = '';
  for await (const part of request) all += part;
  return all;
}
