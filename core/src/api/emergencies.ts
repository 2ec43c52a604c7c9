import { routes } from './route.ts';

export const emergencyRoutes = routes({});
