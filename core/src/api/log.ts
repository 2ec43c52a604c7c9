import { routes } from './route.ts';

export const logRoutes = routes({});
