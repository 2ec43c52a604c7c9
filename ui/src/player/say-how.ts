import type { Words } from '../words/words.ts';
import type { RunFacts } from './run-facts.ts';

type Texts = Pick<Words, 't'>;

/** Why it is less than it could be, in a sentence; nothing while it is the best, or what was asked for. */
export function sayLevel({ level, because }: Pick<RunFacts, 'level' | 'because'>, { t }: Texts): string | undefined {
  if (level === 'full' || because === null) return undefined;
  return t(`player.level_${level}`, { why: t(`player.slow_${because}`) });
}
/** Which way was left for this one, and why. */
export function sayLeft({ left, path }: Pick<RunFacts, 'left' | 'path'>, { t }: Texts): string | undefined {
  return left ? t('player.left', { to: t(`player.path_${path}`), from: t(`player.path_${left.path}`), why: t(`player.why_${left.why}`) }) : undefined;
}
export function saySize({ height }: Pick<RunFacts, 'height'>, { t }: Texts): string {
  return height > 0 ? t('player.lines', { height }) : t('player.noLines');
}

/** The rows of "how it comes": what it is, and how much. */
export function howRows(facts: RunFacts, { t }: Texts): readonly (readonly [string, string])[] {
  const unknown = t('player.unknown');
  return [
    [t('player.way'), t(`player.path_${facts.path}`)],
    [t('player.coding'), facts.codec ?? unknown],
    [t('player.size'), facts.width > 0 ? `${facts.width} × ${facts.height}` : unknown],
    [t('player.rate'), facts.fps === undefined ? unknown : t('player.fps', { rate: facts.fps < 3 ? facts.fps.toFixed(1) : Math.round(facts.fps) })],
    [t('player.line'), facts.kbits === undefined ? unknown : t('player.kbits', { rate: Math.round(facts.kbits) })],
    [t('player.delay'), facts.delayMs === undefined ? unknown : t('player.ms', { ms: Math.round(facts.delayMs) })],
    [t('player.made'), facts.made === undefined ? unknown : t(`player.made_${facts.made}`)],
    [t('player.stream'), facts.role === undefined ? unknown : t(`player.role_${facts.role}`)],
  ];
}
