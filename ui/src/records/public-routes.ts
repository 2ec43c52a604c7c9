import { html, type TemplateResult } from 'lit';
import { matchPath, type Params } from '../app/match-path.ts';

interface PublicRoute { readonly path: string; readonly load: () => Promise<unknown>; readonly draw: (params: Params) => TemplateResult }

/** Pages for anybody who has their address, signed in or not: what a sign's code leads to, and the receipt of a house that left. */
const publicRoutes: readonly PublicRoute[] = [
  { path: '/s/:code', load: () => import('./mp-sign-page.ts'), draw: ({ code }) => html`<mp-sign-page .code=${code ?? ''}></mp-sign-page>` },
  { path: '/left/:code', load: () => import('./mp-left-page.ts'), draw: ({ code }) => html`<mp-left-page .code=${code ?? ''}></mp-left-page>` },
  { path: '/privacy-notice', load: () => import('./mp-notice-page.ts'), draw: () => html`<mp-notice-page></mp-notice-page>` },
];

/** The page at an address, its code on the way; undefined for the app's own screens. */
export function publicPage(path: string): TemplateResult | undefined {
  for (const route of publicRoutes) {
    const params = matchPath(route.path, path);
    if (!params) continue;
    void route.load().catch(() => undefined);
    return route.draw(params);
  }
  return undefined;
}
