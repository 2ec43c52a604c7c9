import { routes } from './route.ts';

export const caseRoutes = routes({});
