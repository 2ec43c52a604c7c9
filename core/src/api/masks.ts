import { routes } from './route.ts';

export const maskRoutes = routes({});
