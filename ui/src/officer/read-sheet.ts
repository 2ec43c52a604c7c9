import { css } from 'lit';

/** Of a form that shows what an owner will read. */
export const readSheet = css`
  form { display: flex; flex-direction: column; gap: var(--mp-5); }
  .read { padding: var(--mp-4); border-radius: var(--mp-radius); background: var(--mp-accent-soft); }
  .read.old p:last-child { opacity: 0.45; }
`;
