import type { WordKey } from '../words/words.ts';
import type { IconName } from './parts/icons.ts';
import type { Side } from './shell.ts';

export interface NavEntry {
  readonly path: string;
  readonly label: WordKey & (`app.nav${string}`);
  readonly icon: IconName;
  /** Shows how many requests wait. */
  readonly counts?: true;
  /** In the rail of desktops only; on phones, whose bar has four, it is reached from the section it names, which is then lit. */
  readonly within?: string;
}
const settings: NavEntry = { path: '/settings', label: 'app.navSettings', icon: 'settings' };

/** The bottom bar of phones and the side rail of desktops, for each side. */
export const navEntries: Readonly<Record<Side, readonly NavEntry[]>> = {
  owner: [{ path: '/', label: 'app.navHome', icon: 'house' }, { path: '/recordings', label: 'app.navLookBack', icon: 'history', within: '/' }, { path: '/requests', label: 'app.navRequests', icon: 'inbox', counts: true }, { path: '/ledger', label: 'app.navLedger', icon: 'eye' }, settings],
  officer: [{ path: '/officer', label: 'app.navCameras', icon: 'camera' }, { path: '/officer/recordings', label: 'app.navLookBack', icon: 'history', within: '/officer' }, { path: '/officer/requests', label: 'app.navMyRequests', icon: 'send' }, { path: '/officer/log', label: 'app.navMyLedger', icon: 'scroll' }, settings],
  oversight: [{ path: '/oversight', label: 'app.navNumbers', icon: 'chart' }, { path: '/oversight/alerts', label: 'app.navAlerts', icon: 'bell' }, { path: '/oversight/emergencies', label: 'app.navEmergencies', icon: 'warning' }, settings],
  operator: [{ path: '/operator', label: 'app.navHub', icon: 'health' }, { path: '/operator/plugins', label: 'app.navPlugins', icon: 'puzzle' }, settings],
};
