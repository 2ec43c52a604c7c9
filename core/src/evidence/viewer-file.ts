import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { HubError } from '../sdk/errors.ts';

/** `npx vite build ui` writes it: one page that needs no network and no second file. The same place seen from src and from dist. */
const built = fileURLToPath(new URL('../../../ui/dist/viewer.html', import.meta.url));

/** The page that every bag carries, to be opened from disk. */
export interface ViewerFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

/** Where the viewer stands. @throws HubError `not-ready` when the pages were not built */
export async function findViewer(path: string = built): Promise<ViewerFile> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new HubError('not-ready', 'The evidence viewer is not built: run npx vite build ui.', { cause });
  });
  if (!found.isFile() || found.size === 0) throw new HubError('not-ready', 'The evidence viewer is not built: run npx vite build ui.');
  return { path, size: found.size };
}
