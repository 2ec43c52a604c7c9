import type { WatchingRow } from '@matpho/core/api';
import type { Screen } from '../app/screen.ts';

type Around = Pick<Screen, 'hub' | 'shell' | 'words' | 't'>;

/** Ends one viewing from outside at once, says when, and offers to end the permission under which it was opened. */
export async function stopViewing(screen: Around, { viewing, grant }: Pick<WatchingRow, 'viewing' | 'grant'>): Promise<boolean> {
  try {
    await screen.hub.call('DELETE /api/watching/:id', { params: { id: viewing } });
    const text = screen.t('home.stopped', { at: screen.words.time(Date.now(), true) });
    if (grant === null) screen.shell.toast(text);
    else screen.shell.toast(text, 'plain', { label: screen.t('home.stopGrantToo'), run: () => void revoke(screen, grant) });
    return true;
  } catch (thrown) {
    screen.shell.fail(thrown);
    return false;
  }
}

async function revoke({ hub, shell, words, t }: Around, grant: string): Promise<void> {
  try {
    const { revokedAt } = await hub.call('DELETE /api/grants/:id', { params: { id: grant } });
    shell.toast(t('sharing.revokeDone', { at: words.time(revokedAt, true) }));
  } catch (thrown) {
    shell.fail(thrown);
  }
}
