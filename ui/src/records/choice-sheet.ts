import { css } from 'lit';

/** A box to tick, as large as a finger, its words beside it. */
export const choiceSheet = css`
  fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
  legend { padding: 0; }
  .choice { display: flex; align-items: flex-start; gap: var(--mp-3); min-height: var(--mp-touch); padding-block: 9px; cursor: pointer; font-weight: 500; }
  .choice input { flex: none; width: 24px; height: 24px; margin: 1px 0; accent-color: var(--mp-accent); cursor: pointer; }
  .error { display: flex; align-items: center; gap: var(--mp-2); margin: 0; color: var(--mp-danger); font-weight: 500; }
`;
