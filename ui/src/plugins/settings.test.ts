import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { draftOf, readDraft } from './settings-draft.ts';
import { fieldsOf } from './settings-fields.ts';

const config = z.object({
  host: z.string().min(1).max(255).meta({ title: 'Máy chủ / Server' }),
  port: z.int().min(1).max(65_535).default(465).meta({ title: { vi: 'Cổng', en: 'Port' } as never, description: 'Thường là 465. / Usually 465.' }),
  ratio: z.number().optional(),
  security: z.enum(['tls', 'starttls']).default('tls'),
  loud: z.boolean().default(false),
  ports: z.array(z.int().min(1).max(65_535)).min(1).max(3).default([80]),
  to: z.array(z.string()).optional(),
  password: z.string().max(100).optional().meta({ secret: true }),
  topic: z.string().nullable().default(null),
  deep: z.object({ a: z.string() }).optional(),
});
const fields = fieldsOf(z.toJSONSchema(config, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>);
const stored = { host: 'smtp.example.vn', port: 465, security: 'tls', loud: false, ports: [80, 8080], password: true, topic: null, deep: { a: 'b' } };

describe('the form of a plugin\'s settings', () => {
  it('knows a control for every Zod type the contract allows', () => {
    expect(Object.fromEntries(fields.map(({ name, shape }) => [name, shape.kind]))).toEqual({ host: 'text', port: 'number', ratio: 'number', security: 'choice', loud: 'switch', ports: 'list', to: 'list', password: 'secret', topic: 'text', deep: 'other' });
  });

  it('reads titles as one text, as two beside each other, or as a pair', () => {
    expect(fields.slice(0, 3).map(({ title, description }) => ({ title, description }))).toEqual([
      { title: { vi: 'Máy chủ', en: 'Server' }, description: undefined },
      { title: { vi: 'Cổng', en: 'Port' }, description: { vi: 'Thường là 465.', en: 'Usually 465.' } },
      { title: { vi: 'ratio', en: 'ratio' }, description: undefined },
    ]);
  });

  it('needs only what has no default', () => {
    expect(fields.filter(({ required }) => required).map(({ name }) => name)).toEqual(['host']);
  });

  it('never shows bounds that Zod writes for any integer', () => {
    expect(fieldsOf(z.toJSONSchema(z.object({ n: z.int() })) as Record<string, unknown>)[0]?.shape).toEqual({ kind: 'number', whole: true, min: undefined, max: undefined });
  });

  it('fills the controls from the settings in force, secrets empty', () => {
    expect(draftOf(fields, stored)).toEqual({ host: 'smtp.example.vn', port: '465', ratio: '', security: 'tls', loud: false, ports: '80\n8080', to: '', password: '', topic: '' });
  });

  it('sends back the same settings when nothing was touched, and the schema accepts what is not a secret', () => {
    const read = readDraft(fields, draftOf(fields, stored), stored, new Set());
    expect(read).toEqual({ config: { host: 'smtp.example.vn', port: 465, security: 'tls', loud: false, ports: [80, 8080], password: true, deep: { a: 'b' } } });
    expect('config' in read && config.safeParse({ ...read.config, password: undefined }).success).toBe(true);
  });

  it('keeps, replaces and removes a secret', () => {
    const draft = draftOf(fields, stored);
    const password = (typed: string, cleared: readonly string[]): unknown => {
      const read = readDraft(fields, { ...draft, password: typed }, stored, new Set(cleared));
      return 'config' in read ? read.config['password'] : read.faults;
    };
    expect([password('', []), password(' new ', []), password('', ['password'])]).toEqual([true, ' new ', null]);
  });

  it.each([
    ['host', ' ', { is: 'needed' }], ['port', 'abc', { is: 'number' }], ['port', '1,5', { is: 'whole' }], ['port', '0', { is: 'least', limit: 1 }], ['port', '70000', { is: 'most', limit: 65_535 }],
    ['ports', '1\n2\n3\n4', { is: 'many', limit: 3 }], ['ports', '80\nx', { is: 'number' }], ['password', 'x'.repeat(101), { is: 'long', limit: 100 }],
  ])('refuses %s = %j', (name, typed, fault) => {
    expect(readDraft(fields, { ...draftOf(fields, stored), [name]: typed }, stored, new Set())).toEqual({ faults: { [name]: fault } });
  });

  it('leaves an emptied list to the plugin\'s default', () => {
    const read = readDraft(fields, { ...draftOf(fields, stored), ports: ' \n' }, stored, new Set());
    expect('config' in read && 'ports' in read.config).toBe(false);
  });

  it('takes a Vietnamese decimal comma', () => {
    const read = readDraft(fields, { ...draftOf(fields, stored), ratio: '2,5' }, stored, new Set());
    expect('config' in read && read.config['ratio']).toBe(2.5);
  });

  it('draws nothing from a schema that is none', () => {
    expect([fieldsOf({}), fieldsOf({ properties: 3 }), fieldsOf({ properties: { a: null } })]).toEqual([[], [], []]);
  });
});
