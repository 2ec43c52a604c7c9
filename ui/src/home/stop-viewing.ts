import type { Screen } from '../app/screen.ts';

/** Ends one viewing from outside at once, and says when. */
export async function stopViewing(screen: Pick<Screen, 'hub' | 'shell' | 'words' | 't'>, viewing: string): Promise<boolean> {
  try {
    await screen.hub.call('DELETE /api/watching/:id', { params: { id: viewing } });
    screen.shell.toast(screen.t('home.stopped', { at: screen.words.time(Date.now(), true) }));
    return true;
  } catch (thrown) {
    screen.shell.fail(thrown);
    return false;
  }
}
