/**
 * Each room of core/src, and the rooms it may import; `domain`, `sdk` and `base` are open to every room below them.
 * Nothing points up. Why each room may see what it sees: docs/decisions/0001-floor-plan.md.
 */
export const floorPlan: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  sdk: ['domain'],
  base: ['domain', 'sdk'],
  api: [],
  config: [],
  documents: [],
  store: [],
  ffmpeg: ['config'],
  vault: ['store'],
  proof: [],
  audit: ['store', 'proof'],
  people: ['store', 'audit'],
  consent: ['store', 'audit'],
  media: [],
  kernel: ['store', 'vault'],
  cameras: ['store', 'vault', 'kernel', 'audit'],
  streams: ['vault', 'consent', 'kernel', 'cameras', 'media'],
  renditions: ['streams', 'ffmpeg', 'consent', 'media'],
  recordings: ['store', 'consent', 'streams', 'media', 'audit', 'cameras', 'redaction', 'kernel'],
  access: ['store', 'consent', 'audit', 'people'],
  records: ['store', 'vault', 'audit', 'people', 'consent', 'documents'],
  notices: ['store', 'consent', 'kernel', 'streams'],
  oversight: ['store', 'audit', 'consent', 'notices'],
  quality: ['store', 'consent', 'cameras', 'media', 'streams', 'notices'],
  exports: ['store', 'consent', 'kernel', 'recordings', 'redaction', 'media', 'audit', 'streams'],
  redaction: ['media'],
  playback: ['store', 'audit', 'people', 'consent', 'access', 'cameras', 'recordings', 'redaction', 'media', 'streams'],
  evidence: ['store', 'vault', 'audit', 'proof', 'people', 'consent', 'access', 'documents', 'cameras', 'media', 'kernel', 'recordings', 'redaction', 'exports', 'streams'],
  viewing: ['store', 'audit', 'people', 'consent', 'access', 'cameras', 'media', 'streams', 'renditions'],
  control: ['vault', 'people', 'consent', 'access', 'kernel', 'cameras'],
  apps: ['store', 'vault', 'audit', 'people', 'consent', 'access', 'cameras', 'streams', 'viewing'],
  restream: ['apps', 'consent', 'media', 'streams', 'viewing'],
  peers: ['people', 'consent', 'kernel', 'media', 'streams', 'viewing'],
  hls: ['people', 'streams', 'viewing'],
  cli: ['proof', 'store', 'vault', 'audit'],
  http: ['api', 'config', 'documents', 'records', 'store', 'vault', 'audit', 'people', 'consent', 'media', 'kernel', 'cameras', 'streams', 'renditions', 'recordings', 'access', 'notices', 'oversight', 'quality', 'exports', 'redaction', 'playback', 'evidence', 'viewing', 'hls', 'peers', 'control', 'apps', 'ffmpeg'],
};
/** Open to every room except those they are built on. */
export const ground: readonly string[] = ['domain', 'sdk', 'base'];

/** What the door may know of the kernel: the host it asks, and how states are named. */
export const kernelFacesForHttp: readonly string[] = ['plugin-host.ts', 'contributions.ts', 'lifecycle.ts'];
