import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { UnknownFault, applyFault } from './faults.ts';
import { readBody } from './http-body.ts';
import type { SimulatedCamera } from './simulated-camera.ts';
import type { Street } from './street.ts';

const MAX_BODY = 16_384;

export const cameraCard = (camera: SimulatedCamera): Readonly<Record<string, unknown>> => ({
  id: camera.spec.id, name: camera.spec.name, endpointReference: camera.endpointReference, on: camera.isOn,
  main: camera.rtspUri('main'), sub: camera.rtspUri('sub'), device: camera.deviceUri, stats: camera.stats,
});

/** `GET /cameras` and `POST /cameras/<id>/<fault>` on 127.0.0.1, behind a bearer token. */
export const openControlPort = async (street: Street, token: string, port = 0): Promise<{ readonly uri: string; close(): Promise<void> }> => {
  const server = createServer((request, response) => {
    void serve(street, token, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    uri: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
};

const serve = async (street: Street, token: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { status, body } = await answer(street, token, request);
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const answer = async (street: Street, token: string, request: IncomingMessage): Promise<{ status: number; body: unknown }> => {
  if (!timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`))) return { status: 401, body: { error: 'A bearer token is wanted' } };
  if (request.method === 'GET' && request.url === '/cameras') return { status: 200, body: street.cameras.map(cameraCard) };
  const match = /^\/cameras\/([^/]{1,200})\/(\w{1,40})$/.exec(request.url ?? '');
  const camera = match === null ? undefined : street.camera(decodeURIComponent(match[1] ?? ''));
  if (match === null || camera === undefined || request.method !== 'POST') return { status: 404, body: { error: 'There is nothing here' } };
  try {
    const text = await readBody(request, MAX_BODY);
    await applyFault(camera, match[2] ?? '', text === '' ? {} : JSON.parse(text));
    return { status: 200, body: cameraCard(camera) };
  } catch (error) {
    if (error instanceof UnknownFault || error instanceof SyntaxError) return { status: 400, body: { error: error.message } };
    return { status: 500, body: { error: 'The fault could not be made' } };
  }
};
