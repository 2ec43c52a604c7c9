import { css } from 'lit';

export const appSheet = css`
  :host { display: block; min-height: 100dvh; background: var(--mp-bg); color: var(--mp-text); }
  main { display: block; padding-bottom: calc(var(--mp-bar) + env(safe-area-inset-bottom)); outline: none; }
  main:focus-visible { outline: none; }
  .skip { position: fixed; top: var(--mp-2); left: var(--mp-2); z-index: 60; padding: var(--mp-3) var(--mp-4); border-radius: var(--mp-radius); background: var(--mp-accent); color: var(--mp-on-accent); font-weight: 600; }
  .skip:not(:focus) { clip-path: inset(50%); }
  .strip { display: flex; align-items: center; justify-content: center; gap: var(--mp-2); padding: var(--mp-2) var(--mp-4); font-size: var(--mp-small); text-align: center; background: var(--mp-warn-soft); color: var(--mp-warn); }
  .strip.demo { background: var(--mp-accent-soft); color: var(--mp-accent-strong); font-size: var(--mp-tiny); padding-block: var(--mp-1); }
  .top { position: sticky; top: 0; z-index: 15; }
  .start { display: grid; place-items: center; min-height: 100dvh; padding: var(--mp-6); }
  .start > div { max-width: 440px; width: 100%; }
  .start mp-mark { width: 64px; height: 64px; margin: 0 auto var(--mp-6); display: block; }
  @media (min-width: 900px) {
    .framed { padding-left: var(--mp-rail); }
    main { padding-bottom: 0; }
  }
`;
