import { routes } from './route.ts';

export const oversightRoutes = routes({});
