// A made-up hub for the screens with cameras: a built `dist` under the real content policy, replies from a scene, live pictures. Development only.
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { liveMock, makePictures } from './live-mock.mjs';
import { replies } from './video-scene.mjs';

const policy = "default-src 'self';script-src 'self';style-src 'self';img-src 'self' blob: data:;media-src 'self' blob:;connect-src 'self';font-src 'self';worker-src 'self';manifest-src 'self';object-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'self'";
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png', '.woff2': 'font/woff2', '.woff': 'font/woff', '.webmanifest': 'application/manifest+json' };

function match(pattern, path) {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params = {};
  for (const [index, part] of wanted.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(given[index]);
    else if (part !== given[index]) return undefined;
  }
  return params;
}

/** Listens on a free port of this machine. `scene.fail`: routes that answer 500; `scene.never`: routes that do not answer. */
export async function videoHub(dist, scene) {
  const picture = await makePictures();
  const table = Object.entries(replies(scene, Date.now()));
  const json = (response, status, value) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://hub');
    response.setHeader('content-security-policy', policy);
    if (url.pathname === '/api/events') return void response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 2000\n\n');
    if (!url.pathname.startsWith('/api/')) {
      const wanted = extname(url.pathname) ? normalize(url.pathname) : 'index.html';
      const bytes = await readFile(join(dist, wanted)).catch(() => undefined);
      return bytes ? response.writeHead(200, { 'content-type': types[extname(wanted)] ?? 'application/octet-stream' }).end(bytes) : response.writeHead(404).end();
    }
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = parts.length ? JSON.parse(Buffer.concat(parts).toString()) : undefined;
    for (const [key, reply] of table) {
      const [method, pattern] = key.split(' ');
      const params = method === request.method ? match(pattern, url.pathname) : undefined;
      if (!params) continue;
      if (scene.never?.includes(key)) return;
      if (scene.fail?.includes(key)) return json(response, scene.failStatus ?? 500, { code: scene.failCode ?? 'internal', message: 'Có lỗi trong hub. Không có dữ liệu nào bị mất. Thử lại sau ít phút.' });
      const value = typeof reply === 'function' ? reply(params, body, Object.fromEntries(url.searchParams)) : reply;
      if (value === 'jpeg') return createReadStream(picture).pipe(response.writeHead(200, { 'content-type': 'image/jpeg', 'cache-control': 'no-store' }));
      if (value?.problem && value.status && !value.id) return json(response, value.status, value.problem);
      return value === undefined ? response.writeHead(204).end() : json(response, 200, value);
    }
    return json(response, 404, { code: 'not-found', message: 'Không tìm thấy.' });
  });
  const closeLive = liveMock(server, scene.live ?? (() => ({})));
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => (closeLive(), server.closeAllConnections(), new Promise((done) => server.close(done))) };
}
