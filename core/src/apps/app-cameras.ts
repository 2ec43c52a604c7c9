import type { CameraRecord, CameraRegistry } from '../cameras/camera-registry.ts';
import type { AppCamera, AppStream } from '../sdk/services.ts';
import type { LiveStreams } from '../streams/live-streams.ts';
import type { LiveViewings } from '../viewing/live-viewings.ts';
import type { Opening } from '../viewing/opening.ts';
import { liveWishOf, type KnownApp } from './known-app.ts';

export interface AppCamerasParts {
  readonly registry: Pick<CameraRegistry, 'find'>;
  readonly streams: Pick<LiveStreams, 'of'>;
  readonly viewings: Pick<LiveViewings, 'offered'>;
  /** `rtsp://192.168.1.5:8554`; undefined while the hub runs no RTSP server. `reached`: see `AppAccount.cameras`. */
  readonly rtsp: (reached?: string) => string | undefined;
  /** `https://hub.local:8443` */
  readonly origin: (reached?: string) => string;
}

/** Where a program fetches a camera's stream, without credentials. */
export const rtspUri = (base: string, camera: string, role: 'main' | 'sub'): string => `${base}/${camera}/${role}`;

/** Exactly the cameras this program's person may show it at this moment: the gate's own rules, asked for each stream. */
export async function appCameras(parts: AppCamerasParts, app: KnownApp, reached?: string): Promise<readonly AppCamera[]> {
  const cameras = await Promise.all([...app.cameras].map(async (id): Promise<AppCamera[]> => {
    const camera = await parts.registry.find(id);
    if (!camera) return [];
    const streams = await Promise.all((['main', 'sub'] as const).filter((role) => camera.sources.some((source) => source.role === role)).map(async (role) => {
      const opening = await parts.viewings.offered(app.person, liveWishOf(app, id, role));
      return opening ? [streamOf(parts, camera, role, opening, reached)] : [];
    }));
    return streams.flat().length === 0 ? [] : [{ id, name: camera.name, streams: streams.flat(), snapshotUri: `${parts.origin(reached)}/api/apps/snapshot/${id}` }];
  }));
  return cameras.flat().toSorted((a, b) => a.name.localeCompare(b.name, 'vi'));
}

/** What the stream says of itself where it runs, else what the camera said when it was enrolled. */
function streamOf({ streams, rtsp }: AppCamerasParts, { id }: CameraRecord, role: 'main' | 'sub', { ask, delivery: { source, remade, maxHeight, maxFps } }: Opening, reached: string | undefined): AppStream {
  const format = streams.of(id, source.role).format;
  const [width, height, fps] = [format?.width ?? source.width ?? 1_280, format?.height ?? source.height ?? 720, format?.fps ?? source.fps ?? 25];
  const base = rtsp(reached);
  const uri = base === undefined ? '' : rtspUri(base, id, role);
  if (!remade) return { role, uri, codec: format?.media.video.codec ?? (source.codec === 'h265' ? 'h265' : 'h264'), width, height, fps, hasAudio: ask.rendition.audio && (format?.hasAudio ?? source.hasAudio === true) };
  const smaller = Math.min(height, maxHeight);
  return { role, uri, codec: 'h264', width: Math.round((width * smaller) / height / 2) * 2, height: smaller, fps: Math.min(fps, maxFps), hasAudio: false };
}
