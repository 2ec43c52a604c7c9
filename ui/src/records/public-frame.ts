import { css, html, type TemplateResult } from 'lit';
import type { Screen } from '../app/screen.ts';

/** A page without the frame of the app: the mark, the other language, and a column to read. */
export const publicSheet = css`
  :host { display: block; max-width: 640px; margin-inline: auto; padding: var(--mp-5) var(--mp-4) var(--mp-12); }
  .brand { font-weight: 700; }
  .top { margin-bottom: var(--mp-6); }
  dl { display: flex; flex-direction: column; }
  dl > div { padding-block: var(--mp-3); }
  dl > div + div { border-top: 1px solid var(--mp-line); }
  dt { color: var(--mp-muted); font-size: var(--mp-small); }
  dd { font-weight: 500; }
  dd.plain { font-weight: 400; }
`;
export function publicFrame(screen: Screen, content: unknown): TemplateResult {
  const english = screen.words.language === 'en';
  return html`<div class="apart top"><span class="row brand"><mp-mark></mp-mark>${screen.t('app.name')}</span><mp-button tone="plain" icon="languages" lang=${english ? 'vi' : 'en'} @click=${() => screen.shell.setLanguage(english ? 'vi' : 'en')}>${screen.t('signIn.language')}</mp-button></div>
    <div class="stack wide">${content}</div>`;
}
