import { LiveSay, type LiveEvent, type LiveHello } from '../../api/media.ts';
import { HubError } from '../../sdk/errors.ts';
import type { LiveViewer, ViewingFacts } from '../../viewing/live-viewings.ts';
import type { Socket } from '../call.ts';
import { jsonOf } from '../json-of.ts';

/** What the page says of its pace while it watches, and what it is told of the hub's. */
export interface LivePace extends Pick<Required<LiveViewer>, 'paced'> {
  opened(about: Pick<ViewingFacts, 'ask'>): void;
}

/** To be made once the first message was read. What the page says before the picture is open counts when it is. */
export function livePace(socket: Pick<Socket, 'onText'>, hello: Pick<LiveHello, 'pace'>, say: (event: LiveEvent) => void): LivePace {
  let asked = hello.pace;
  let ask: ViewingFacts['ask'] | undefined;
  let told: { readonly pace: string; readonly allowed: string } = { pace: hello.pace, allowed: 'all' };
  socket.onText((text) => {
    const said = LiveSay.safeParse(jsonOf(text));
    if (!said.success) throw new HubError('bad-request', 'This is nothing the page may say.');
    asked = said.data.pace;
    ask?.(asked);
  });
  return {
    opened: (about) => {
      ask = about.ask;
      if (asked !== hello.pace) ask(asked);
    },
    paced: (pace, allowed) => {
      if (pace === told.pace && allowed === told.allowed) return;
      told = { pace, allowed };
      say({ type: 'pace', pace: pace === 'all' ? 'all' : 'keys', stills: pace === 'stills', why: pace !== 'all' && pace === allowed && pace !== asked ? 'uplink' : 'asked' });
    },
  };
}
