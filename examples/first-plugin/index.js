import { definePlugin, HubError, NoticeChannel, secret } from '@matpho/core/sdk';
import { z } from 'zod';

export default definePlugin({
  id: 'ntfy',
  name: { vi: 'Thông báo qua ntfy', en: 'Notices through ntfy' },
  sdk: 1,
  uses: ['internet'],
  config: z.object({
    server: z.url().default('https://ntfy.sh').meta({ title: 'Máy chủ ntfy / ntfy server' }),
    token: secret(z.string().max(200).optional().meta({ title: 'Mã truy cập / Access token' })),
  }),
  needs: {},
  provides: { channel: NoticeChannel },
  setup: (_needs, { config, scope }) => ({ channel: new Ntfy(config, scope.signal) }),
});

class Ntfy {
  id = 'ntfy';
  name = { vi: 'ntfy', en: 'ntfy' };
  address = { vi: 'Địa chỉ kênh ntfy', en: 'Address of the ntfy topic', kind: 'url' };
  #config;
  #stopped;

  constructor(config, stopped) {
    this.#config = config;
    this.#stopped = stopped;
  }

  async send(notice, to, signal) {
    const { server, token } = this.#config;
    const topic = topicWithin(server, to.addresses.ntfy);
    const answer = await fetch(server, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ topic, title: notice.title[to.language], message: notice.body[to.language] }),
      // Three ways to be stopped: the hub gives up, the plugin stops, ten seconds are over.
      signal: AbortSignal.any([signal, this.#stopped, AbortSignal.timeout(10_000)]),
    }).catch(() => {
      // No cause: it may name the token's server and what was sent there.
      throw new HubError('notice-failed', 'The ntfy server does not answer.');
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new HubError('notice-failed', `The ntfy server answered ${answer.status}.`);
  }
}

/** A person types where her topic is; only topics of the operator's own server are taken. */
function topicWithin(server, address) {
  const topic = URL.canParse(address) ? new URL(address) : undefined;
  const name = topic?.pathname.slice(1) ?? '';
  if (topic?.origin !== new URL(server).origin || !/^[\w-]{1,64}$/.test(name)) throw new HubError('notice-failed', 'This is no topic of the ntfy server in the settings.');
  return name;
}
