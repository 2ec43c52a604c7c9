import { html } from 'lit';
import { keptBy } from '../home/watching.ts';
import { matchPath, type Params } from './match-path.ts';
import { videoRoutes } from './routes-video.ts';
import type { ScreenRoute } from './screen-route.ts';
import { leads, mayInvite, oversees, seesVideo } from './sides.ts';

export const routes: readonly ScreenRoute[] = [
  ...videoRoutes,
  { path: '/settings', title: 'settings.title', load: () => import('../settings/mp-settings-screen.ts'), draw: () => html`<mp-settings-screen></mp-settings-screen>` },
  { path: '/settings/me', title: 'settings.meTitle', under: '/settings', load: () => import('../settings/mp-me-screen.ts'), draw: () => html`<mp-me-screen></mp-me-screen>` },
  { path: '/settings/security', title: 'settings.securityTitle', under: '/settings', load: () => import('../settings/mp-security-screen.ts'), draw: () => html`<mp-security-screen></mp-security-screen>` },
  { path: '/settings/notices', title: 'settings.noticesTitle', under: '/settings', load: () => import('../settings/mp-channels-screen.ts'), draw: () => html`<mp-channels-screen></mp-channels-screen>` },
  { path: '/settings/members', title: 'settings.membersTitle', under: '/settings', may: (me) => me.memberships.length > 0, load: () => import('../settings/mp-members-screen.ts'), draw: () => html`<mp-members-screen></mp-members-screen>` },
  { path: '/settings/data', title: 'records.dataTitle', under: '/settings', load: () => import('../records/mp-data-screen.ts'), draw: () => html`<mp-data-screen></mp-data-screen>` },
  { path: '/settings/leave', title: 'records.leaveTitle', under: '/settings', may: (me) => me.memberships.length > 0, load: () => import('../records/mp-leave-screen.ts'), draw: () => html`<mp-leave-screen></mp-leave-screen>` },
  { path: '/settings/signs', title: 'records.signsTitle', under: '/settings', may: (me) => keptBy(me).length > 0, load: () => import('../records/mp-signs-screen.ts'), draw: () => html`<mp-signs-screen></mp-signs-screen>` },
  { path: '/settings/apps', title: 'apps.title', under: '/settings', may: (me) => me.memberships.length > 0 || seesVideo(me), load: () => import('../apps/mp-apps-screen.ts'), draw: () => html`<mp-apps-screen></mp-apps-screen>` },
  { path: '/settings/uplink', title: 'uplink.title', under: '/settings', may: (me) => keptBy(me).length > 0 || me.operator, load: () => import('../settings/mp-uplink-screen.ts'), draw: () => html`<mp-uplink-screen></mp-uplink-screen>` },
  { path: '/settings/trust', title: 'settings.trustTitle', under: '/settings', load: () => import('../settings/mp-trust-screen.ts'), draw: () => html`<mp-trust-screen></mp-trust-screen>` },
  { path: '/people', title: 'people.title', under: '/settings', may: mayInvite, load: () => import('../people/mp-people-screen.ts'), draw: () => html`<mp-people-screen></mp-people-screen>` },
  { path: '/oversight', title: 'oversight.title', side: 'oversight', may: oversees, load: () => import('../oversight/mp-numbers-screen.ts'), draw: () => html`<mp-numbers-screen></mp-numbers-screen>` },
  { path: '/oversight/alerts', title: 'oversight.alertsTitle', may: (me) => oversees(me) || leads(me), load: () => import('../oversight/mp-alerts-screen.ts'), draw: () => html`<mp-alerts-screen></mp-alerts-screen>` },
  { path: '/oversight/emergencies', title: 'emergency.suspensionsTitle', side: 'oversight', may: oversees, load: () => import('../emergency/mp-suspensions.ts'), draw: () => html`<mp-suspensions></mp-suspensions>` },
  { path: '/operator', title: 'operator.title', side: 'operator', may: (me) => me.operator, load: () => import('../operator/mp-health-screen.ts'), draw: () => html`<mp-health-screen></mp-health-screen>` },
  { path: '/operator/plugins', title: 'plugins.title', side: 'operator', may: (me) => me.operator, load: () => import('../plugins/mp-plugins-screen.ts'), draw: () => html`<mp-plugins-screen></mp-plugins-screen>` },
];

export function findRoute(path: string): { readonly route: ScreenRoute; readonly params: Params } | undefined {
  for (const route of routes) {
    const params = matchPath(route.path, path);
    if (params) return { route, params };
  }
  return undefined;
}
