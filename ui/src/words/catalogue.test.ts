import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';

const source = join(import.meta.dirname, '..');
const base = (key: string): string => key.replace(/_(one|other)$/, '');
const namesIn = (text: string): string[] => [...text.matchAll(/{{(\w+)}}/g)].map((match) => match[1] ?? '').sort();
const families = Object.entries(catalogue).map(([name, both]) => [name, both.vi as Record<string, string>, both.en as Record<string, string>] as const);
const code = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.startsWith('words/')).map((path) => readFileSync(join(source, path), 'utf8')).join('\n') + readFileSync(join(source, 'words/words.ts'), 'utf8') + readFileSync(join(source, 'words/formats.ts'), 'utf8');
const codes = ['api', 'domain'].flatMap((room) => readdirSync(join(source, '../../core/src', room)).map((name) => readFileSync(join(source, '../../core/src', room, name), 'utf8'))).join('\n');

describe('the catalogue of texts', () => {
  it('has more than a few families', () => {
    expect(families.length).toBeGreaterThan(8);
  });

  it.each(families)('%s: both languages have the same keys', (_, vi, en) => {
    expect([...new Set(Object.keys(en).map(base))].toSorted()).toEqual([...new Set(Object.keys(vi).map(base))].toSorted());
  });

  it.each(families)('%s: English has both forms of every plural, Vietnamese its only one', (_, vi, en) => {
    expect(Object.keys(vi).filter((key) => key.endsWith('_one'))).toEqual([]);
    for (const key of Object.keys(vi).filter((each) => each.endsWith('_other'))) expect(Object.keys(en)).toEqual(expect.arrayContaining([key, key.replace('_other', '_one')]));
  });

  it.each(families)('%s: no text is empty or has spaces around it', (_, vi, en) => {
    expect([...Object.entries(vi), ...Object.entries(en)].filter(([, text]) => text.trim() === '' || text !== text.trim())).toEqual([]);
  });

  it.each(families)('%s: both languages fill in the same values', (_, vi, en) => {
    const differs = Object.keys(vi).filter((key) => namesIn(vi[key] ?? '').join() !== namesIn(en[key] ?? '').join());
    expect(differs).toEqual([]);
  });

  it.each(families)('%s: every text is used by some screen', (family, vi) => {
    const unused = [...new Set(Object.keys(vi).map(base))].filter((key) => {
      const stem = key.includes('_') ? `${family}.${key.slice(0, key.indexOf('_') + 1)}\${` : undefined;
      const spelled = new RegExp(`['"\`]${family}\\.${key}['"\`]`).test(code);
      // `camera.${role}`: the code itself stands somewhere, here or in the hub's own lists.
      const byCode = code.includes(`\`${family}.\${`) && new RegExp(`'${key}'|\\b${key}:`).test(`${code}\n${codes}`);
      return !spelled && !byCode && !(stem !== undefined && code.includes(stem));
    });
    expect(unused).toEqual([]);
  });
});
