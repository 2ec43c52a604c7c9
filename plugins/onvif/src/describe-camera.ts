import { HubError, type AddressRules, type CameraDetails, type Clock, type Credentials, type Source } from '@matpho/core/sdk';
import { onDevice, parseDeviceUrl, portOf, streamOnDevice } from './camera-url.ts';
import { isTheAnswers, OnvifDevice } from './device.ts';
import { chooseProfiles, type MediaProfile } from './profiles.ts';

export interface Reach {
  readonly clock: Clock;
  readonly addresses: AddressRules;
}

/** `CameraProvider.describe`. */
export async function describeCamera(deviceUri: string, credentials: Credentials, { clock, addresses }: Reach, signal: AbortSignal): Promise<CameraDetails> {
  const url = parseDeviceUrl(deviceUri);
  const device = new OnvifDevice(url, credentials, clock, addresses, signal);
  const clockOffsetMs = await device.readClock();
  const information = await orNothing(device.information());
  const { service, main, sub } = await findStreams(device);

  const sourceOf = async (role: Source['role'], profile: MediaProfile): Promise<Source> => {
    const stream = streamOnDevice(await device.streamUri(service, profile.token), url);
    await addresses.check(stream.hostname, portOf(stream));
    const { codec, width, height, fps, hasAudio } = profile;
    return { role, uri: stream.href, codec, hasAudio, ...(width > 0 && height > 0 ? { width, height } : {}), ...(fps === undefined ? {} : { fps }) };
  };
  const sources = [await declined(sourceOf('main', main))];
  const second = sub === undefined ? undefined : await orNothing(sourceOf('sub', sub));
  if (second !== undefined && second.uri !== sources[0]?.uri) sources.push(second);

  const picture = await orNothing(device.snapshotUri(service, main.token));
  const snapshotUri = picture === undefined ? undefined : pictureOnDevice(picture, url);
  return {
    ...information, sources,
    ...(snapshotUri === undefined ? {} : { snapshotUri }),
    ...(clockOffsetMs === undefined ? {} : { clockOffsetMs }),
  };
}

interface Streams {
  readonly service: 'media' | 'media2';
  readonly main: MediaProfile;
  readonly sub?: MediaProfile;
}

/** Media2 where it shows an H.265 stream or is all there is; else Media, which more firmware gets right. */
async function findStreams(device: OnvifDevice): Promise<Streams> {
  const has = await declined(device.findServices());
  const newer = has.media2 ? await orNothing(device.profiles('media2')) : undefined;
  const needsOlder = has.media && newer?.some((one) => one.codec === 'h265') !== true;
  // Only an answer that could be read may lead to "no video".
  const older = needsOlder ? await (newer === undefined ? declined(device.profiles('media')) : orNothing(device.profiles('media'))) : undefined;
  const fromOlder = chooseProfiles(older ?? []);
  if (fromOlder !== undefined) return { service: 'media', ...fromOlder };
  const fromNewer = chooseProfiles(newer ?? []);
  if (fromNewer !== undefined) return { service: 'media2', ...fromNewer };
  if (has.media2 && newer === undefined && older === undefined) throw new HubError('camera-broken-answer', 'The list of streams cannot be read.');
  throw new HubError('camera-no-video', 'The camera lists no H.264 or H.265 stream.');
}

/** Most snapshot addresses are plain paths on the camera; https ones are left out, they cannot be checked here. */
function pictureOnDevice(uri: string, device: URL): string | undefined {
  const named = URL.canParse(uri) && uri.length <= 2_048 ? new URL(uri) : undefined;
  if (named?.protocol !== 'http:') return undefined;
  return onDevice({ hostname: named.hostname, port: named.port, path: `${named.pathname}${named.search}` }, device).href;
}

/** For what a camera may lack. */
async function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isTheAnswers(error)) return undefined;
    throw error;
  }
}

/** For what it may not. */
async function declined<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    if (cause instanceof HubError || !isTheAnswers(cause)) throw cause;
    throw new HubError('camera-broken-answer', 'The camera declines a call the standard requires.', { cause });
  }
}
