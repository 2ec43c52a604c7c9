// A camera on an address of its own: `node camera.mjs <host> <ffmpeg>`. Tells where it is on standard output.
import process from 'node:process';
import { cameraGear, openCamera } from '@matpho/simulator';

const [host = '', ffmpeg = ''] = process.argv.slice(2);
const camera = await openCamera({ id: 'far', name: 'Camera ở xa', onvif: false, password: 'xa-lam', pacing: 'paced', footage: { kind: 'drawn-loop', seconds: 2, width: 640, height: 360, fps: 15 } }, cameraGear(ffmpeg, { host }));
process.stdout.write(`${JSON.stringify({ uri: camera.rtspUri('main', host), user: camera.user })}\n`);
process.stdin.on('end', () => process.exit(0)).resume();
