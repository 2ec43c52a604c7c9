// Writes the table of docs/errors.md from core/src/domain/error-codes.ts.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(import.meta.dirname, '..');
const { outputText } = ts.transpileModule(readFileSync(join(root, 'core/src/domain/error-codes.ts'), 'utf8'), { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 } });
const { errorCodes } = await import(`data:text/javascript;base64,${Buffer.from(outputText).toString('base64')}`);
const file = join(root, 'docs/errors.md');
const [before, after] = readFileSync(file, 'utf8').split(/<!-- codes -->[\s\S]*<!-- \/codes -->/);
const rows = Object.entries(errorCodes).map(([code, { status, vi, en }]) => `| \`${code}\` | ${status} | ${vi} | ${en} |`);
writeFileSync(file, `${before}<!-- codes -->\n| code | HTTP | tiếng Việt | English |\n|---|---|---|---|\n${rows.join('\n')}\n<!-- /codes -->${after}`);
process.stdout.write(`${file}: ${rows.length}\n`);
