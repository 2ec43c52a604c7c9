import type { CameraId, OwnerId } from './ids.ts';
import type { VideoCodec } from './media.ts';

/** Where a camera's media can be fetched. Credentials are never part of it; they live in the vault. */
export interface Source {
  readonly role: 'main' | 'sub';
  readonly uri: string;
  readonly width?: number;
  readonly height?: number;
  readonly fps?: number;
  readonly codec?: VideoCodec | 'other';
  readonly hasAudio?: boolean;
}

export const cameraStates = ['connecting', 'running', 'offline', 'needs-attention', 'off'] as const;
export type CameraState = (typeof cameraStates)[number];

/** Something on the network that may be a camera; nobody owns it yet. */
export interface FoundCamera {
  /** Stable across restarts: the WS-Discovery endpoint reference. */
  readonly nativeId: string;
  readonly provider: string;
  readonly name: string;
  readonly maker?: string;
  readonly model?: string;
  /** Host or host:port, for people. */
  readonly address: string;
  readonly deviceUri: string;
}

export interface Camera {
  readonly id: CameraId;
  readonly owner: OwnerId;
  readonly name: string;
  readonly place: string;
  /** Plugin that found it; `manual` for one typed in as an RTSP address. */
  readonly provider: string;
  readonly nativeId: string;
  readonly sources: readonly Source[];
  /** Her word, on the picture, that this is her camera; without it nothing is shared. */
  readonly confirmedAt?: number;
  readonly clockOffsetMs?: number;
}
