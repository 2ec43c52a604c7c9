import type { FoundCameraRow } from '@matpho/core/api';
import type { Reply } from '../hub/hub-client.ts';

/** What she picked: a camera that was found, or an address she typed. */
export type Chosen = { readonly kind: 'found'; readonly camera: FoundCameraRow } | { readonly kind: 'rtsp'; readonly main: string; readonly sub: string };
export type Enrolment = Reply<'POST /api/enrolments'>;
