import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { Text } from '../domain/people.ts';
import { brokenRule, complete, type Config, ConfigFile, configPath } from './config.ts';
import { ConfigProblem } from './config-problem.ts';
import { nearestWord } from './nearest-word.ts';

export interface ConfigSource {
  /** `--config`; a file that must exist. */
  readonly file?: string;
  /** The data folder when neither the file nor MATPHO_DATA names one. */
  readonly dataDir: string;
  /** MATPHO_DATA and MATPHO_PORT are read from it. */
  readonly env: Readonly<Record<string, string | undefined>>;
}
const largest = 1_000_000;

/**
 * Reads the hub's settings. Without a file every setting has its default.
 * @throws ConfigProblem (HubError `bad-config`) naming the file and the field
 */
export async function readConfig({ file, dataDir, env }: ConfigSource): Promise<Config> {
  const home = resolve(env['MATPHO_DATA'] || dataDir);
  const path = file === undefined ? configPath(home) : resolve(file);
  const written = await readJson(path, file !== undefined);
  const config = parseConfig(written, path, env['MATPHO_PORT']);
  // A file given by hand may lie anywhere; the data stay where they were unless it says otherwise.
  return complete({ ...config, dataDir: env['MATPHO_DATA'] ? home : config.dataDir ?? home }, dirname(path));
}

/** Pure. `port` is MATPHO_PORT. @throws ConfigProblem */
export function parseConfig(written: unknown, path: string, port: string | undefined): z.output<typeof ConfigFile> {
  const parsed = ConfigFile.safeParse(written);
  if (!parsed.success) throw problemOf(parsed.error.issues[0], path);
  const config = port ? { ...parsed.data, listen: { ...parsed.data.listen, port: portOf(port) } } : parsed.data;
  const broken = brokenRule(config);
  if (broken) throw new ConfigProblem(path, broken.field, broken);
  return config;
}

async function readJson(path: string, mustExist: boolean): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (!mustExist && (cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new ConfigProblem(path, '', { vi: 'không đọc được tệp này.', en: 'the file cannot be read.' }, { cause });
  }
  const plain = text.replace(/^\uFEFF/, '');
  try {
    if (plain.length > largest) throw new SyntaxError('too long');
    return JSON.parse(plain) as unknown;
  } catch (cause) {
    const line = lineOf(cause, plain);
    throw new ConfigProblem(path, '', { vi: `không phải JSON hợp lệ${line ? ` (dòng ${line})` : ''}.`, en: `this is not valid JSON${line ? ` (line ${line})` : ''}.` });
  }
}

/** Node says where as `at position 12`, or that the text ended too early. */
function lineOf(failure: unknown, text: string): number | undefined {
  const said = failure instanceof Error ? failure.message : '';
  const position = /position (\d+)/.exec(said)?.[1] ?? (said.includes('end of JSON') ? text.length : undefined);
  return position === undefined ? undefined : text.slice(0, Number(position)).split('\n').length;
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new ConfigProblem('MATPHO_PORT', '', { vi: 'cần là một số từ 0 đến 65535.', en: 'it must be a number from 0 to 65535.' });
}

const known: Readonly<Record<string, Text>> = {
  'not-origin': { vi: 'cần có dạng "https://tên", không có gì phía sau.', en: 'it must look like "https://name", with nothing behind it.' },
  'not-network': { vi: 'cần là một địa chỉ hoặc một mạng như "10.0.0.0/24".', en: 'it must be an address, or a network like "10.0.0.0/24".' },
  'not-zone': { vi: 'cần là một múi giờ như "Asia/Ho_Chi_Minh".', en: 'it must be a time zone like "Asia/Ho_Chi_Minh".' },
};

function problemOf(issue: z.core.$ZodIssue | undefined, path: string): ConfigProblem {
  if (!issue) return new ConfigProblem(path, '', { vi: 'cài đặt chưa đúng.', en: 'a setting is not right.' });
  const field = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const typed = issue.keys[0] ?? '';
    const meant = nearestWord(typed, settingsAt(issue.path));
    const name = [...issue.path.map(String), typed].join('.');
    return new ConfigProblem(path, name, {
      vi: `không có cài đặt \`${typed}\`${meant ? `, có phải ý bạn là \`${meant}\`?` : '.'}`,
      en: `unknown setting \`${typed}\`${meant ? `, did you mean \`${meant}\`?` : '.'}`,
    });
  }
  const own = known[issue.message];
  if (own) return new ConfigProblem(path, field, own);
  const say = (locale: { localeError: z.core.$ZodErrorMap }): string => {
    const said = locale.localeError(issue as z.core.$ZodRawIssue);
    return (typeof said === 'string' ? said : said?.message) ?? issue.message;
  };
  return new ConfigProblem(path, field, { vi: say(z.locales.vi()), en: say(z.locales.en()) });
}

/** The names of the settings beside one at a path. */
function settingsAt(path: readonly PropertyKey[]): readonly string[] {
  let here: unknown = ConfigFile;
  for (const step of path) here = inner(here instanceof z.ZodObject ? here.shape[String(step)] : undefined);
  return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
}
function inner(type: unknown): unknown {
  return type instanceof z.ZodPrefault || type instanceof z.ZodDefault || type instanceof z.ZodOptional ? inner(type.unwrap()) : type;
}
