import type { ScreenRoute } from './screen-route.ts';

/** The screens with cameras: home, camera, add a camera, sharing, requests, ledger, officer, exports. */
export const videoRoutes: readonly ScreenRoute[] = [];

/** Elements that every screen may need at once, `<mp-watching-banner>`. */
export const everywhere: readonly (() => Promise<unknown>)[] = [];
