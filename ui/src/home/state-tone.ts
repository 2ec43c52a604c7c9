import type { CameraRow } from '@matpho/core/api';

/** The colour that repeats what a camera's state says in words. */
export function stateTone(state: CameraRow['state']): 'good' | 'warn' | 'plain' {
  if (state === 'running') return 'good';
  return state === 'offline' || state === 'needs-attention' ? 'warn' : 'plain';
}
