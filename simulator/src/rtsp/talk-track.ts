import type { RtspRequest } from './messages.ts';

/** The control address of the loudspeaker's track. */
export const BACKCHANNEL = /^rtsps?:\/\/[^/]*\/(?:main|sub)\/talk\/?$/i;

/** ONVIF Streaming §5.3.1: without this the backchannel is neither told of nor opened. */
export const asksForTalk = ({ headers }: RtspRequest): boolean => headers.get('require') === 'www.onvif.org/ver20/backchannel';
