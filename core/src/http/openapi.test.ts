import { expect, test } from 'vitest';
import { api } from '../api/index.ts';
import { openApi } from './openapi.ts';

const description = openApi(api, { title: 'Mắt Phố', version: '0.1.0' });
const paths = description['paths'] as Record<string, Record<string, { operationId: string; 'x-who': string[]; parameters?: { name: string; in: string; required: boolean }[]; requestBody?: unknown; responses: Record<string, unknown>; security: unknown[] }>>;

test('describes every route of the table under one name each', () => {
  const operations = Object.values(paths).flatMap((path) => Object.values(path));
  expect([operations.length, new Set(operations.map((o) => o.operationId)).size, operations.every((o) => o['x-who'].length > 0)]).toEqual([Object.keys(api).length, Object.keys(api).length, true]);
});

test('says what a route takes, answers and asks for', () => {
  const route = paths['/api/cameras/{id}/recordings']?.['get'];
  expect([route?.operationId, route?.parameters?.map(({ name, in: place, required }) => [name, place, required]), Object.keys(route?.responses ?? {}), route?.security, paths['/api/hub']?.['get']?.security]).toEqual([
    'getCamerasIdRecordings', [['id', 'path', true], ['from', 'query', true], ['to', 'query', true]], ['200', 'default'], [{ session: [] }], [],
  ]);
});

test('is plain JSON', () => {
  expect(JSON.parse(JSON.stringify(description))).toEqual(description);
});
