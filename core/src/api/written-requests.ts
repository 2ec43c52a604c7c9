import { routes } from './route.ts';

export const writtenRequestRoutes = routes({});
