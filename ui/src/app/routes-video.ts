import type { Me } from '@matpho/core/api';
import { html } from 'lit';
import type { ScreenRoute } from './screen-route.ts';

const member = (me: Me): boolean => me.memberships.length > 0;
const officer = (me: Me): boolean => me.offices.length > 0;

/** The screens with cameras: home, camera, add a camera, sharing, requests, ledger, officer, exports. */
export const videoRoutes: readonly ScreenRoute[] = [
  { path: '/', title: 'home.title', side: 'owner', may: member, load: () => import('../home/mp-home-screen.ts'), draw: () => html`<mp-home-screen></mp-home-screen>` },
  { path: '/camera/:id', title: 'camera.title', side: 'owner', under: '/', may: member, load: () => import('../camera/mp-camera-screen.ts'), draw: ({ id }) => html`<mp-camera-screen .camera=${id ?? ''}></mp-camera-screen>` },
  { path: '/add-camera', title: 'addCamera.title', side: 'owner', under: '/', may: member, load: () => import('../add-camera/mp-add-camera.ts'), draw: () => html`<mp-add-camera></mp-add-camera>` },
  { path: '/sharing', title: 'sharing.title', side: 'owner', under: '/', may: member, load: () => import('../sharing/mp-sharing-screen.ts'), draw: () => html`<mp-sharing-screen></mp-sharing-screen>` },
  { path: '/sharing/new', title: 'sharing.newTitle', side: 'owner', under: '/', may: member, load: () => import('../sharing/mp-share-screen.ts'), draw: () => html`<mp-share-screen></mp-share-screen>` },
  { path: '/sharing/new/:id', title: 'sharing.newTitle', side: 'owner', under: '/', may: member, load: () => import('../sharing/mp-share-screen.ts'), draw: ({ id }) => html`<mp-share-screen .camera=${id ?? ''}></mp-share-screen>` },
  { path: '/requests', title: 'requests.title', side: 'owner', may: member, load: () => import('../requests/mp-requests-screen.ts'), draw: () => html`<mp-requests-screen></mp-requests-screen>` },
  { path: '/ledger', title: 'ledger.title', side: 'owner', may: member, load: () => import('../ledger/mp-ledger-screen.ts'), draw: () => html`<mp-ledger-screen></mp-ledger-screen>` },
  { path: '/exports', title: 'exports.title', load: () => import('../exports/mp-exports-screen.ts'), draw: () => html`<mp-exports-screen></mp-exports-screen>` },
  { path: '/officer', title: 'officer.title', side: 'officer', may: officer, load: () => import('../officer/mp-officer-screen.ts'), draw: () => html`<mp-officer-screen></mp-officer-screen>` },
  { path: '/officer/requests', title: 'officer.asksTitle', side: 'officer', may: officer, load: () => import('../officer/mp-officer-asks-screen.ts'), draw: () => html`<mp-officer-asks-screen></mp-officer-asks-screen>` },
  { path: '/officer/log', title: 'officer.logTitle', side: 'officer', may: officer, load: () => import('../officer/mp-officer-log-screen.ts'), draw: () => html`<mp-officer-log-screen></mp-officer-log-screen>` },
];

/** Elements that every screen may need at once, `<mp-watching-banner>`. */
export const everywhere: readonly (() => Promise<unknown>)[] = [() => import('../home/mp-watching-banner.ts')];
