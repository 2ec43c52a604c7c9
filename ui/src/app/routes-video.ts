import type { Me } from '@matpho/core/api';
import { html } from 'lit';
import type { ScreenRoute } from './screen-route.ts';
import { seesVideo } from './sides.ts';

const member = (me: Me): boolean => me.memberships.length > 0;
const officer = seesVideo;

/** The screens with cameras: home, camera, add a camera, sharing, requests, ledger, officer, exports. */
export const videoRoutes: readonly ScreenRoute[] = [
  { path: '/', title: 'home.title', side: 'owner', may: member, load: () => import('../home/mp-home-screen.ts'), draw: () => html`<mp-home-screen></mp-home-screen>` },
  { path: '/camera/:id', title: 'camera.title', side: 'owner', under: '/', may: member, load: () => import('../camera/mp-camera-screen.ts'), draw: ({ id }) => html`<mp-camera-screen .camera=${id ?? ''}></mp-camera-screen>` },
  { path: '/recordings', title: 'timeline.title', side: 'owner', may: member, load: () => import('../timeline/mp-recordings-screen.ts'), draw: () => html`<mp-recordings-screen></mp-recordings-screen>` },
  { path: '/camera/:id/sign', title: 'records.signsTitle', side: 'owner', under: '/', may: member, load: () => import('../records/mp-signs-screen.ts'), draw: ({ id }) => html`<mp-signs-screen .camera=${id ?? ''}></mp-signs-screen>` },
  { path: '/grant/:id', title: 'records.grantTitle', side: 'owner', under: '/', may: member, load: () => import('../records/mp-grant-screen.ts'), draw: ({ id }) => html`<mp-grant-screen .grant=${id ?? ''}></mp-grant-screen>` },
  { path: '/add-camera', title: 'addCamera.title', side: 'owner', under: '/', may: member, load: () => import('../add-camera/mp-add-camera.ts'), draw: () => html`<mp-add-camera></mp-add-camera>` },
  { path: '/sharing', title: 'sharing.title', side: 'owner', under: '/', may: member, load: () => import('../sharing/mp-sharing-screen.ts'), draw: () => html`<mp-sharing-screen></mp-sharing-screen>` },
  { path: '/sharing/now', title: 'rights.title', side: 'owner', under: '/', may: member, load: () => import('../rights/mp-rights-screen.ts'), draw: () => html`<mp-rights-screen></mp-rights-screen>` },
  { path: '/sharing/renew/:id', title: 'rights.renewTitle', side: 'owner', under: '/', may: member, load: () => import('../sharing/mp-renew-screen.ts'), draw: ({ id }) => html`<mp-renew-screen .grant=${id ?? ''}></mp-renew-screen>` },
  { path: '/sharing/edit/:id', title: 'rights.editTitle', side: 'owner', under: '/', may: member, load: () => import('../sharing/mp-edit-screen.ts'), draw: ({ id }) => html`<mp-edit-screen .grant=${id ?? ''}></mp-edit-screen>` },
  { path: '/sharing/new', title: 'sharing.newTitle', side: 'owner', under: '/', may: member, load: () => import('../sharing/mp-share-screen.ts'), draw: () => html`<mp-share-screen></mp-share-screen>` },
  { path: '/sharing/new/:id', title: 'sharing.newTitle', side: 'owner', under: '/', may: member, load: () => import('../sharing/mp-share-screen.ts'), draw: ({ id }) => html`<mp-share-screen .camera=${id ?? ''}></mp-share-screen>` },
  { path: '/requests', title: 'requests.title', side: 'owner', may: member, load: () => import('../requests/mp-requests-screen.ts'), draw: () => html`<mp-requests-screen></mp-requests-screen>` },
  { path: '/emergencies', title: 'emergency.ownerTitle', side: 'owner', under: '/', may: member, load: () => import('../emergency/mp-owner-emergencies.ts'), draw: () => html`<mp-owner-emergencies></mp-owner-emergencies>` },
  { path: '/ledger', title: 'ledger.title', side: 'owner', may: member, load: () => import('../ledger/mp-ledger-screen.ts'), draw: () => html`<mp-ledger-screen></mp-ledger-screen>` },
  { path: '/ledger/letters', title: 'ledger.lettersTitle', side: 'owner', under: '/ledger', may: member, load: () => import('../ledger/mp-letters-screen.ts'), draw: () => html`<mp-letters-screen></mp-letters-screen>` },
  { path: '/written/new', title: 'written.newTitle', side: 'owner', under: '/requests', may: member, load: () => import('../written/mp-written-new-screen.ts'), draw: () => html`<mp-written-new-screen></mp-written-new-screen>` },
  { path: '/written/:id', title: 'written.title', side: 'owner', under: '/requests', may: member, load: () => import('../written/mp-written-screen.ts'), draw: ({ id }) => html`<mp-written-screen .request=${id ?? ''}></mp-written-screen>` },
  { path: '/officer/written', title: 'written.officerTitle', side: 'officer', under: '/officer/requests', may: officer, load: () => import('../written/mp-officer-written-screen.ts'), draw: () => html`<mp-officer-written-screen></mp-officer-written-screen>` },
  { path: '/officer/written/new', title: 'written.fileTitle', side: 'officer', under: '/officer/requests', may: officer, load: () => import('../written/mp-officer-written-new-screen.ts'), draw: () => html`<mp-officer-written-new-screen></mp-officer-written-new-screen>` },
  { path: '/officer/written/:id', title: 'written.title', side: 'officer', under: '/officer/requests', may: officer, load: () => import('../written/mp-officer-written-screen.ts'), draw: ({ id }) => html`<mp-officer-written-screen .request=${id ?? ''}></mp-officer-written-screen>` },
  { path: '/exports', title: 'exports.title', load: () => import('../exports/mp-exports-screen.ts'), draw: () => html`<mp-exports-screen></mp-exports-screen>` },
  { path: '/exports/redact/:id', title: 'redaction.title', side: 'owner', under: '/', may: member, load: () => import('../redaction/mp-redact-screen.ts'), draw: ({ id }) => html`<mp-redact-screen .export=${id ?? ''}></mp-redact-screen>` },
  { path: '/evidence', title: 'evidence.title', side: 'owner', under: '/', may: member, load: () => import('../evidence/mp-evidence-screen.ts'), draw: () => html`<mp-evidence-screen></mp-evidence-screen>` },
  { path: '/evidence/check', title: 'evidence.checkTitle', load: () => import('../evidence/mp-check-bag-screen.ts'), draw: () => html`<mp-check-bag-screen></mp-check-bag-screen>` },
  { path: '/evidence/:id', title: 'evidence.title', side: 'owner', under: '/', may: member, load: () => import('../evidence/mp-bag-screen.ts'), draw: ({ id }) => html`<mp-bag-screen .bag=${id ?? ''}></mp-bag-screen>` },
  { path: '/officer/evidence', title: 'evidence.title', side: 'officer', under: '/officer', may: officer, load: () => import('../evidence/mp-evidence-screen.ts'), draw: () => html`<mp-evidence-screen></mp-evidence-screen>` },
  { path: '/officer/evidence/:id', title: 'evidence.title', side: 'officer', under: '/officer', may: officer, load: () => import('../evidence/mp-bag-screen.ts'), draw: ({ id }) => html`<mp-bag-screen .bag=${id ?? ''}></mp-bag-screen>` },
  { path: '/officer', title: 'officer.title', side: 'officer', may: officer, load: () => import('../officer/mp-officer-screen.ts'), draw: () => html`<mp-officer-screen></mp-officer-screen>` },
  { path: '/officer/recordings', title: 'timeline.title', side: 'officer', may: officer, load: () => import('../timeline/mp-officer-recordings-screen.ts'), draw: () => html`<mp-officer-recordings-screen></mp-officer-recordings-screen>` },
  { path: '/officer/cases', title: 'cases.title', side: 'officer', under: '/officer', may: officer, load: () => import('../cases/mp-cases-screen.ts'), draw: () => html`<mp-cases-screen></mp-cases-screen>` },
  { path: '/officer/cases/new', title: 'cases.open', side: 'officer', under: '/officer', may: officer, load: () => import('../cases/mp-new-case.ts'), draw: () => html`<mp-new-case></mp-new-case>` },
  { path: '/officer/cases/:id', title: 'cases.title', side: 'officer', under: '/officer', may: officer, load: () => import('../cases/mp-case-screen.ts'), draw: ({ id }) => html`<mp-case-screen .case=${id ?? ''}></mp-case-screen>` },
  { path: '/officer/cases/:id/area', title: 'cases.areaTitle', side: 'officer', under: '/officer', may: officer, load: () => import('../cases/mp-area-screen.ts'), draw: ({ id }) => html`<mp-area-screen .case=${id ?? ''}></mp-area-screen>` },
  { path: '/officer/requests', title: 'officer.asksTitle', side: 'officer', may: officer, load: () => import('../officer/mp-officer-asks-screen.ts'), draw: () => html`<mp-officer-asks-screen></mp-officer-asks-screen>` },
  { path: '/officer/emergencies', title: 'emergency.title', side: 'officer', under: '/officer', may: officer, load: () => import('../emergency/mp-emergencies-screen.ts'), draw: () => html`<mp-emergencies-screen></mp-emergencies-screen>` },
  { path: '/officer/emergencies/new', title: 'emergency.declare', side: 'officer', under: '/officer', may: officer, load: () => import('../emergency/mp-declare-emergency.ts'), draw: () => html`<mp-declare-emergency></mp-declare-emergency>` },
  { path: '/officer/log', title: 'officer.logTitle', side: 'officer', may: officer, load: () => import('../officer/mp-officer-log-screen.ts'), draw: () => html`<mp-officer-log-screen></mp-officer-log-screen>` },
  { path: '/officer/purges', title: 'records.purgesTitle', side: 'officer', under: '/officer/log', may: officer, load: () => import('../records/mp-purges-screen.ts'), draw: () => html`<mp-purges-screen></mp-purges-screen>` },
];

/** Elements that every screen may need at once, `<mp-watching-banner>`. */
export const everywhere: readonly (() => Promise<unknown>)[] = [() => import('../emergency/mp-emergency-now.ts'), () => import('../home/mp-watching-banner.ts')];
