import { verifyBagCommand } from './verify-bag-command.ts';
import { bagWordsFor } from './verify-bag-words.ts';
import { verifyLogCommand } from './verify-log-command.ts';
import { wordsFor } from './words.ts';

const [command, ...args] = process.argv.slice(2);
const say = (text: string): void => { process.stdout.write(text); };
if (command === 'verify-log') {
  process.exitCode = await verifyLogCommand({ args, env: process.env, say });
} else if (command === 'verify') {
  process.exitCode = await verifyBagCommand({ args, env: process.env, say });
} else {
  say(`${wordsFor(process.env).usage}\n${bagWordsFor(process.env).usage}\n`);
  process.exitCode = 2;
}
