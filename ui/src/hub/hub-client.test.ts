import { describe, expect, it } from 'vitest';
import { HubClient, pathOf, type Heard } from './hub-client.ts';
import { HubProblem } from './hub-problem.ts';

function clientWith(reply: () => Response | Promise<Response>): { client: HubClient; sent: { url: string; init: RequestInit }[]; heard: Heard[] } {
  const sent: { url: string; init: RequestInit }[] = [];
  const heard: Heard[] = [];
  const send = async (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    sent.push({ url: String(url), init });
    return reply();
  };
  return { client: new HubClient(send as typeof fetch, () => 'vi', (what) => heard.push(what)), sent, heard };
}
const caught = async (act: () => Promise<unknown>): Promise<HubProblem> => act().then(() => { throw new Error('It did not refuse.'); }, (thrown: unknown) => { if (thrown instanceof HubProblem) return thrown; throw thrown; });

describe('the hub client', () => {
  it('sends method, path, body and language, and never to another site', async () => {
    const { client, sent, heard } = clientWith(() => Response.json([]));
    await client.call('POST /api/pauses', { body: { owner: 'o1' } });
    expect(sent.map(({ url, init }) => ({ url, method: init.method, body: init.body, credentials: init.credentials, redirect: init.redirect, headers: init.headers }))).toEqual([
      { url: '/api/pauses', method: 'POST', body: '{"owner":"o1"}', credentials: 'same-origin', redirect: 'error', headers: { accept: 'application/json', 'accept-language': 'vi', 'content-type': 'application/json' } },
    ]);
    expect(heard).toEqual(['answer']);
  });

  it('fetches a picture that is asked for with a body, and turns a refusal of it into a problem', async () => {
    const answers = [new Response(Uint8Array.of(0xff, 0xd8), { headers: { 'content-type': 'image/jpeg' } }), Response.json({ code: 'consent-refused', message: 'Không.', reasons: ['not_now'] }, { status: 403 })];
    const { client, sent, heard } = clientWith(() => answers.shift() ?? Response.error());
    const wish = { body: { camera: 'c1', unit: 'u1', purpose: 'crime' } } as const;
    const still = await client.fetched('POST /api/officer/snapshots', wish);
    const problem = await caught(() => client.fetched('POST /api/officer/snapshots', wish));
    expect([still.type, still.size, sent[0]?.init.body, problem.code, problem.reasons, heard]).toEqual(['image/jpeg', 2, '{"camera":"c1","unit":"u1","purpose":"crime"}', 'consent-refused', ['not_now'], ['answer', 'answer']]);
  });

  it('fills in params and query, escaped', () => {
    expect(pathOf('DELETE /api/owners/:id/members/:person', { params: { id: 'a/b', person: 'c?' } })).toBe('/api/owners/a%2Fb/members/c%3F');
    expect(pathOf('GET /api/ledger', { query: { camera: 'c1', before: undefined, limit: 5 } })).toBe('/api/ledger?camera=c1&limit=5');
  });

  it('turns a refusal into a problem with its fields', async () => {
    const { client } = clientWith(() => Response.json({ code: 'weak-password', message: 'Ngắn quá.', fields: { password: 'Ngắn quá.', odd: 3 } }, { status: 422 }));
    const problem = await caught(() => client.call('POST /api/session', { body: { login: 'lan', password: 'x' } }));
    expect({ ...problem }).toMatchObject({ code: 'weak-password', status: 422, fields: { password: 'Ngắn quá.' } });
    expect(problem.message).toBe('Ngắn quá.');
  });

  it.each([[502, 'hub-away', 'silence'], [401, 'internal', 'answer'], [500, 'internal', 'answer']] as const)('reads a page that is no problem form, HTTP %i, as %s', async (status, code, said) => {
    const { client, heard } = clientWith(() => new Response('<html>', { status }));
    expect((await caught(() => client.call('GET /api/session'))).code).toBe(code);
    expect(heard).toEqual([said]);
  });

  it('says when the session is over', async () => {
    const { client, heard } = clientWith(() => Response.json({ code: 'not-signed-in', message: '' }, { status: 401 }));
    await caught(() => client.call('GET /api/session'));
    expect(heard).toEqual(['signed-out']);
  });

  it('is offline when nothing answers', async () => {
    const { client, heard } = clientWith(() => Promise.reject(new TypeError('Failed to fetch')));
    expect((await caught(() => client.call('GET /api/hub'))).code).toBe('offline');
    expect(heard).toEqual(['silence']);
  });

  it('passes an abort on as an abort', async () => {
    const gone = new AbortController();
    gone.abort();
    const { client, heard } = clientWith(() => Promise.reject(new DOMException('', 'AbortError')));
    await expect(client.call('GET /api/hub', { signal: gone.signal })).rejects.toThrow(DOMException);
    expect(heard).toEqual([]);
  });

  it('answers nothing for an empty reply', async () => {
    const { client } = clientWith(() => new Response(null, { status: 204 }));
    expect(await client.call('DELETE /api/session')).toBeUndefined();
  });

  it('compiles only what the route table allows', () => {
    const { client } = clientWith(() => Response.json(null));
    // `npx tsc -p ui` fails when one of these is no longer an error.
    const never = (): unknown[] => [
      // @ts-expect-error There is no such route.
      () => client.call('GET /api/nothing'),
      // @ts-expect-error The body is missing.
      () => client.call('POST /api/session'),
      // @ts-expect-error The body has another form.
      () => client.call('POST /api/session', { body: { login: 'lan' } }),
      // @ts-expect-error The id is missing.
      () => client.call('DELETE /api/sessions/:id', { params: {} }),
      // @ts-expect-error A picture is no JSON.
      () => client.call('GET /api/cameras/:id/picture', { params: { id: 'c1' } }),
    ];
    expect(never()).toHaveLength(5);
  });
});
