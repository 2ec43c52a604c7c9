// A person's browser without the browser: one cookie, one origin. Used by the demo to set a hub up through its real API.
export class HubClient {
  constructor(origin) {
    this.origin = origin;
    this.cookie = '';
  }

  async call(key, body, params = {}) {
    const [method, path] = key.split(' ');
    const url = new URL(path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(params[name])), this.origin);
    const response = await fetch(url, {
      method,
      headers: { origin: this.origin, 'accept-language': 'vi', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(this.cookie ? { cookie: this.cookie } : {}) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const set of response.headers.getSetCookie()) this.cookie = set.split(';')[0];
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    const answer = text !== '' && type.startsWith('application/json') ? JSON.parse(text) : undefined;
    if (!response.ok) throw Object.assign(new Error(`${key}: ${response.status} ${answer?.code ?? ''} ${answer?.message ?? ''}`), { code: answer?.code });
    return answer;
  }
}

/** The token in an invitation's link. */
export const tokenOf = (link) => new URL(link).hash.replace(/^#invite=/, '');

/** Asks again until it answers something, or the time is over. */
export async function until(what, work, withinMs = 30_000) {
  const end = Date.now() + withinMs;
  for (;;) {
    const found = await work();
    if (found) return found;
    if (Date.now() > end) throw new Error(`${what} did not happen within ${withinMs / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
