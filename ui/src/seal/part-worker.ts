import { checkPart, makeDigest, type LogPart } from '@matpho/core/proof';

const port = self as unknown as { postMessage: (part: LogPart | undefined) => void; addEventListener: (type: 'message', hear: (event: MessageEvent<Uint8Array>) => void) => void };
const digest = makeDigest();

/** Answers each part of a log with what was found in it, in the order they came. */
port.addEventListener('message', ({ data }) => port.postMessage(checkPart(data, digest)));
