import { css } from 'lit';

/** The pages before the house: one calm column; on desktops the promise stands beside it. */
export const doorSheet = css`
  .door { display: grid; min-height: 100dvh; }
  .panel { width: 100%; max-width: 440px; margin: 0 auto; padding: var(--mp-10) var(--mp-5); align-self: center; }
  header mp-mark { width: 56px; height: 56px; margin-bottom: var(--mp-2); }
  aside { display: none; }
  .or { text-align: center; }
  .centre { text-align: center; }
  .problem { display: flex; gap: var(--mp-2); color: var(--mp-danger); }
  .problem mp-icon { margin-top: 0.15em; }
  footer mp-button { margin-left: calc(-1 * var(--mp-3)); }
  @media (min-width: 900px) {
    .door { grid-template-columns: minmax(480px, 1fr) 1fr; }
    aside { display: grid; place-items: center; padding: var(--mp-12); background: var(--mp-accent-soft); }
    aside p { max-width: 18em; font-size: 1.75rem; font-weight: 600; line-height: 1.45; color: var(--mp-accent-strong); text-wrap: balance; }
  }
`;
