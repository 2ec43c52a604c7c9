import { routes } from './route.ts';

export const recordRoutes = routes({});
