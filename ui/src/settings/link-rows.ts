import { css, html, type TemplateResult } from 'lit';
import type { IconName } from '../app/parts/icons.ts';

export const linkRowSheet = css`
  .links { background: var(--mp-surface); border: 1px solid var(--mp-line); border-radius: var(--mp-radius); box-shadow: var(--mp-shadow); overflow: clip; }
  .links a { display: flex; align-items: center; gap: var(--mp-4); min-height: 64px; padding: var(--mp-3) var(--mp-4); color: var(--mp-text); text-decoration: none; transition: background var(--mp-quick); }
  .links a + a { border-top: 1px solid var(--mp-line); }
  .links a:hover { background: var(--mp-sunken); }
  .links a:focus-visible { outline-offset: -3px; border-radius: var(--mp-radius); }
  .links .sign { display: grid; place-items: center; width: 40px; height: 40px; border-radius: 50%; background: var(--mp-accent-soft); color: var(--mp-accent-strong); flex: none; }
  .links .name { display: block; font-weight: 600; }
  .links .more { display: block; color: var(--mp-muted); font-size: var(--mp-small); }
  .links .on { color: var(--mp-muted); }
`;
/** A row that leads to another screen. Put rows in `<div class="links">`. */
export function linkRow(path: string, icon: IconName, name: string, more: string): TemplateResult {
  return html`<a href=${path}><span class="sign"><mp-icon name=${icon}></mp-icon></span><span class="grow"><span class="name">${name}</span><span class="more">${more}</span></span><mp-icon class="on" name="chevron-right"></mp-icon></a>`;
}
