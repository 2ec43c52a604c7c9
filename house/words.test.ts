import { expect, test } from 'vitest';
import { files, isTest, parse, place, type Found, type Node } from './source-tree.ts';
import { catalogue } from '../ui/src/words/catalogue.ts';

interface Property { readonly key?: { readonly name?: string; readonly value?: string }; readonly value: Node; readonly type: string }
const nameOf = ({ key }: Property): string | undefined => key?.name ?? key?.value;

const product = ['core/src', 'plugins', 'ui/src'].flatMap((folder) => files(folder, /\.ts$/)).filter((path) => !isTest(path)).map((path) => parse(path));
/** Object literals with a Vietnamese or an English side. */
const tables = product.flatMap((source) => source.find((node) => node.type === 'ObjectExpression' && (node['properties'] as readonly Property[]).some((property) => nameOf(property) === 'vi' || nameOf(property) === 'en')));
const side = ({ node }: Found, language: 'vi' | 'en'): Node | undefined => (node['properties'] as readonly Property[]).find((property) => nameOf(property) === language)?.value;
const isEmpty = (value: Node): boolean => (value.type === 'Literal' && typeof value['value'] === 'string' && value['value'].trim() === '') || (value.type === 'TemplateLiteral' && (value['expressions'] as readonly unknown[]).length === 0 && (value['quasis'] as readonly { value: { raw: string } }[]).every((part) => part.value.raw.trim() === ''));
/** Names inside a table of tables, `{ vi: { title: … }, en: { title: … } }`; a spread or a value made elsewhere says nothing. */
const namesIn = (value: Node): readonly string[] | undefined => {
  if (value.type !== 'ObjectExpression') return undefined;
  const properties = value['properties'] as readonly Property[];
  return properties.some(({ type }) => type === 'SpreadElement') ? undefined : properties.flatMap((property) => nameOf(property) ?? []);
};

test('every text is there in Vietnamese and in English', () => {
  expect(tables.length).toBeGreaterThan(100);
  expect(tables.filter((table) => {
    const [vi, en] = [side(table, 'vi'), side(table, 'en')];
    // Both empty is a sentence's part that falls away.
    return vi === undefined || en === undefined || isEmpty(vi) !== isEmpty(en);
  }).map(place)).toEqual([]);
});
test('tables of texts have the same names on both sides', () => {
  const bare = (names: readonly string[]): readonly string[] => [...new Set(names.map((name) => name.replace(/_(one|other)$/, '')))].toSorted();
  expect(tables.flatMap((table) => {
    const [vi, en] = (['vi', 'en'] as const).map((language) => { const value = side(table, language); return value && namesIn(value); });
    return vi && en && bare(vi).join() !== bare(en).join() ? [place(table)] : [];
  })).toEqual([]);
});
test('the pages\' texts are complete, not empty, and fill in the same names', () => {
  const namesOf = (text: string): string => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name))].toSorted().join();
  const wrong = Object.entries(catalogue as Record<string, { vi: Record<string, string>; en: Record<string, string> }>).flatMap(([family, { vi, en }]) => Object.entries(en).flatMap(([key, english]) => {
    const vietnamese = vi[key] ?? vi[key.replace(/_one$/, '_other')];
    if (!vietnamese?.trim() || !english.trim()) return [`${family}.${key} is empty`];
    // "One camera" need not show its 1.
    const others = namesOf(vietnamese).split(',').filter((name) => !(name === 'count' && key.endsWith('_one'))).join();
    return others !== namesOf(english) && namesOf(vietnamese) !== namesOf(english) ? [`${family}.${key} fills in other names`] : [];
  }));
  expect(wrong).toEqual([]);
});
test('no text a person reads is written in one language only', () => {
  // Pages take their texts from the catalogue: a literal with a Vietnamese letter elsewhere was forgotten.
  const vietnamese = /[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]/i;
  // The letters of the compass are one sign each, in both languages beside each other.
  const pages = product.filter(({ path }) => path.startsWith('ui/src/') && !path.startsWith('ui/src/words/') && path !== 'ui/src/camera/mp-compass.ts');
  expect(pages.flatMap((source) => source.find((node) => (node.type === 'Literal' && typeof node['value'] === 'string' && vietnamese.test(node['value'])) || (node.type === 'TemplateElement' && vietnamese.test((node['value'] as { raw: string }).raw)))).map(place)).toEqual([]);
});
