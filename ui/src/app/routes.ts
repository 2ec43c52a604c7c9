import { html } from 'lit';
import { matchPath, type Params } from './match-path.ts';
import { videoRoutes } from './routes-video.ts';
import type { ScreenRoute } from './screen-route.ts';
import { mayInvite } from './sides.ts';

export const routes: readonly ScreenRoute[] = [
  ...videoRoutes,
  { path: '/settings', title: 'settings.title', load: () => import('../settings/mp-settings-screen.ts'), draw: () => html`<mp-settings-screen></mp-settings-screen>` },
  { path: '/settings/me', title: 'settings.meTitle', under: '/settings', load: () => import('../settings/mp-me-screen.ts'), draw: () => html`<mp-me-screen></mp-me-screen>` },
  { path: '/settings/security', title: 'settings.securityTitle', under: '/settings', load: () => import('../settings/mp-security-screen.ts'), draw: () => html`<mp-security-screen></mp-security-screen>` },
  { path: '/settings/notices', title: 'settings.noticesTitle', under: '/settings', load: () => import('../settings/mp-channels-screen.ts'), draw: () => html`<mp-channels-screen></mp-channels-screen>` },
  { path: '/settings/members', title: 'settings.membersTitle', under: '/settings', may: (me) => me.memberships.length > 0, load: () => import('../settings/mp-members-screen.ts'), draw: () => html`<mp-members-screen></mp-members-screen>` },
  { path: '/settings/trust', title: 'settings.trustTitle', under: '/settings', load: () => import('../settings/mp-trust-screen.ts'), draw: () => html`<mp-trust-screen></mp-trust-screen>` },
  { path: '/people', title: 'people.title', under: '/settings', may: mayInvite, load: () => import('../people/mp-people-screen.ts'), draw: () => html`<mp-people-screen></mp-people-screen>` },
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
