import { css } from 'lit';

/** How labelled controls look: one outline, one focus, one error. */
export const fieldSheet = css`
  :host { display: block; }
  label, .label { display: block; font-weight: 500; font-size: var(--mp-small); margin-bottom: var(--mp-1); }
  .hint { color: var(--mp-muted); font-size: var(--mp-tiny); margin-bottom: var(--mp-2); }
  .error { display: flex; gap: var(--mp-2); align-items: flex-start; color: var(--mp-danger); font-size: var(--mp-small); margin-top: var(--mp-2); }
  .error mp-icon { margin-top: 0.15em; }
  input:not([type='checkbox'], [type='radio']), select, textarea { width: 100%; min-height: 48px; padding: var(--mp-2) var(--mp-3); border: 1px solid var(--mp-outline); border-radius: var(--mp-radius-small); background: var(--mp-surface); font-size: var(--mp-body); line-height: 1.5; transition: border-color var(--mp-quick); }
  input::placeholder, textarea::placeholder { color: var(--mp-muted); opacity: 0.8; }
  input:focus-visible, select:focus-visible, textarea:focus-visible { outline: 2px solid var(--mp-accent); outline-offset: 0; border-color: var(--mp-accent); border-radius: var(--mp-radius-small); }
  [aria-invalid='true'] { border-color: var(--mp-danger) !important; }
  :disabled { opacity: 0.6; }
`;
