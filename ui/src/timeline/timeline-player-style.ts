import { css } from 'lit';

export const timelinePlayerStyle = css`
  :host { display: block; }
  .player { display: flex; flex-direction: column; gap: var(--mp-4); }
  .wall { display: grid; gap: 3px; grid-template-columns: minmax(0, 1fr); border-radius: var(--mp-radius); overflow: clip; }
  .tile { position: relative; min-width: 0; }
  .over { position: absolute; inset: 0; width: 100%; height: 100%; padding: 0; border: 0; background: none; cursor: zoom-in; }
  .large .over { cursor: zoom-out; }
  .over:focus-visible { outline: 3px solid #fff; outline-offset: -4px; box-shadow: inset 0 0 0 5px #0c0a09; border-radius: 0; }
  .count-2, .count-3, .count-4 { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .count-5, .count-6, .count-7, .count-8, .count-9 { grid-template-columns: repeat(3, minmax(0, 1fr)); }
  .has-large { grid-template-columns: repeat(4, minmax(0, 1fr)); }
  .has-large .large { grid-column: 1 / -1; grid-row: 1; }
  .below { display: flex; flex-direction: column; gap: var(--mp-4); }
  .time { display: flex; flex-direction: column; gap: var(--mp-1); }
  .there { display: flex; align-items: center; gap: var(--mp-4); min-height: var(--mp-touch); font-size: var(--mp-small); color: var(--mp-muted); }
  .there p { flex: 1; min-width: 0; }
  .live { display: inline-flex; align-items: center; gap: var(--mp-2); flex: none; height: var(--mp-touch); padding: 0 var(--mp-4); border: 1px solid var(--mp-outline); border-radius: var(--mp-radius-pill); background: var(--mp-surface); color: var(--mp-text); font-size: var(--mp-small); font-weight: 600; cursor: pointer; }
  .live:hover { background: var(--mp-sunken); }
  .live:disabled { background: var(--mp-accent-soft); border-color: transparent; color: var(--mp-accent-strong); cursor: default; }
  .live:focus-visible { border-radius: var(--mp-radius-pill); }
  .dot { width: 9px; height: 9px; border-radius: 50%; background: currentcolor; }
  .chosen { display: flex; flex-direction: column; gap: var(--mp-3); padding: var(--mp-4); border-radius: var(--mp-radius); background: var(--mp-accent-soft); }
  @media (max-width: 899px) { .time { order: -1; } }
  @media (max-width: 699px) {
    .count-2 { grid-template-columns: minmax(0, 1fr); }
    .wall { margin-inline: calc(-1 * var(--mp-4)); border-radius: 0; }
    .has-large { grid-template-columns: repeat(3, minmax(0, 1fr)); }
  }
  @media (min-width: 900px) {
    .count-1 { max-width: min(100%, calc((100dvh - 430px) * 16 / 9)); width: 100%; min-width: min(100%, 560px); margin-inline: auto; }
    .count-2 { max-width: 100%; }
    .count-3, .count-4, .count-5, .count-6, .count-7, .count-8, .count-9 { width: 100%; min-width: min(100%, 640px); max-width: min(100%, calc((100dvh - 430px) * 16 / 9)); margin-inline: auto; }
    .count-5, .count-6 { max-width: min(100%, calc((100dvh - 430px) * 24 / 9)); }
    .has-large { grid-template-columns: repeat(8, minmax(0, 1fr)); max-width: min(100%, calc((100dvh - 430px) * 14 / 9)); }
    .below { gap: var(--mp-3); }
  }
`;
