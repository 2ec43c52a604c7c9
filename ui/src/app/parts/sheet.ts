import { css } from 'lit';

/** What every element shares: box sizes, headings, the focus ring, hidden text, and a few plain arrangements. */
export const sheet = css`
  :host { box-sizing: border-box; }
  :host([hidden]), [hidden] { display: none !important; }
  *, *::before, *::after { box-sizing: border-box; }
  h1, h2, h3, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
  ul, ol { list-style: none; }
  h1, h2, h3 { font-weight: 600; line-height: 1.35; text-wrap: balance; }
  h1 { font-size: var(--mp-h1); } h2 { font-size: var(--mp-h2); } h3 { font-size: var(--mp-h3); }
  p { text-wrap: pretty; }
  a { color: var(--mp-accent); text-underline-offset: 3px; }
  a:hover { color: var(--mp-accent-strong); }
  button, input, select, textarea { font: inherit; color: inherit; }
  :focus { outline: none; }
  :focus-visible { outline: 3px solid var(--mp-accent); outline-offset: 2px; border-radius: 4px; }
  img, svg, video, canvas { display: block; max-width: 100%; }
  .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .muted { color: var(--mp-muted); }
  .small { font-size: var(--mp-small); }
  .tiny { font-size: var(--mp-tiny); }
  .strong { font-weight: 600; }
  .danger { color: var(--mp-danger); }
  .warn { color: var(--mp-warn); }
  .mono { font-family: var(--mp-mono); font-size: 0.92em; overflow-wrap: anywhere; }
  /* A column with even gaps; a wrapping row; a row whose ends are apart. */
  .stack { display: flex; flex-direction: column; gap: var(--mp-4); }
  .stack.tight { gap: var(--mp-2); }
  .stack.wide { gap: var(--mp-8); }
  .row { display: flex; flex-wrap: wrap; align-items: center; gap: var(--mp-3); }
  .apart { display: flex; align-items: center; justify-content: space-between; gap: var(--mp-4); }
  .grow { flex: 1; min-width: 0; }
  .lines > * { padding-block: var(--mp-3); }
  .lines > * + * { border-top: 1px solid var(--mp-line); }
  @media (prefers-reduced-motion: reduce) { *, *::before, *::after { animation: none !important; transition: none !important; } }
`;
