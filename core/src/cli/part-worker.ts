import { parentPort } from 'node:worker_threads';
import { nodeDigest } from '../base/node-digest.ts';
import { checkPart } from '../proof/index.ts';

/** Answers each part of a log with what was found in it, in the order they came. */
parentPort?.on('message', (bytes: Uint8Array) => parentPort?.postMessage(checkPart(bytes, nodeDigest), []));
