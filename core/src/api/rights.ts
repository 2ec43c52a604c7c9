import { routes } from './route.ts';

export const rightsRoutes = routes({});
