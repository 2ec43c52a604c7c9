import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

export interface Violation {
  readonly id: string;
  readonly impact: string;
  /** CSS paths through shadow roots, joined by ` > `. */
  readonly where: readonly string[];
  readonly help: string;
}
interface Found { readonly violations: readonly { readonly id: string; readonly impact: string | null; readonly help: string; readonly nodes: readonly { readonly target: readonly (string | readonly string[])[] }[] }[] }

const openDialog = "(function deep(root) { return [...root.querySelectorAll('*')].some((each) => each.matches(':modal') || (each.shadowRoot && deep(each.shadowRoot))); })(document)";

/** What axe-core finds wrong on the open page by WCAG 2.2 A and AA, shadow roots included. An empty list is a pass. */
export async function violationsOf(page: Page): Promise<readonly Violation[]> {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // Evaluated by the debugger, not loaded by the page: the content policy stays as it is.
  await page.evaluate(source);
  // Axe does not know that an open dialog lies over everything, and takes its buttons for covered.
  const modal = await page.evaluate(openDialog);
  const found = (await page.evaluate(`axe.run(document, { rules: { 'target-size': { enabled: ${!modal} } }, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] })`)) as Found;
  return found.violations.map(({ id, impact, help, nodes }) => ({ id, impact: impact ?? 'unknown', help, where: nodes.map(({ target }) => target.flat().join(' > ')) }));
}
