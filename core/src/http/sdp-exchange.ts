import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { HubError } from '../sdk/errors.ts';
import { watchSession } from './long-call.ts';

/** As long as any browser's offer. */
export const longestSdp = 20_000;
/** What an exchange of SDP leaves behind: something that lives on after the answer, at most as long as the session. */
export interface Stay {
  readonly signal: AbortSignal;
  /** It is over. */
  leave(): void;
}
export interface SdpAnswer {
  readonly sdp: string;
  /** Path of what was made, to be deleted. */
  readonly location: string;
}

/** Hangs a route that is sent an offer and answers with SDP. Only here is `application/sdp` read (RFC 8866 §8.1). */
export function hangSdp(app: FastifyInstance, route: Pick<RouteOptions, 'method' | 'url' | 'config'>, handle: (sdp: string, stay: Stay, request: FastifyRequest, reply: FastifyReply) => Promise<SdpAnswer>): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser<string>('application/sdp', { parseAs: 'string', bodyLimit: longestSdp }, (_request, text, done) => done(null, text));
    scope.route({
      ...route, bodyLimit: longestSdp,
      handler: async (request, reply) => {
        if (typeof request.body !== 'string' || request.body === '') throw new HubError('bad-request', 'There is no offer.');
        const controller = new AbortController();
        const watched = watchSession(request, controller, app.longCalls);
        // Gone before it was answered: nobody is left to play it.
        reply.raw.once('close', () => { if (!reply.raw.writableFinished) controller.abort(new Error('The player went away.')); });
        try {
          const { sdp, location } = await handle(request.body, { signal: controller.signal, leave: () => watched[Symbol.dispose]() }, request, reply);
          return await reply.code(201).headers({ location, 'cache-control': 'no-store' }).type('application/sdp').send(sdp);
        } catch (failure) {
          watched[Symbol.dispose]();
          throw failure;
        }
      },
    });
  });
}
