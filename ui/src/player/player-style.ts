import { css } from 'lit';

export const playerStyle = css`
  :host { display: block; }
  .frame { position: relative; aspect-ratio: var(--mp-aspect, 16 / 9); border-radius: var(--mp-player-radius, var(--mp-radius)); overflow: hidden; background: var(--mp-sunken); isolation: isolate; }
  .frame:fullscreen { border-radius: 0; aspect-ratio: auto; width: 100vw; height: 100vh; background: #0c0a09; }
  .layer { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: contain; opacity: 0; transition: opacity var(--mp-quick) ease; }
  .layer.shown { opacity: 1; }
  .layer.held { opacity: 1; filter: grayscale(1) brightness(0.7); }
  .lamp { position: absolute; inset: 0; display: grid; place-items: center; color: var(--mp-outline); }
  .lamp svg { width: 56px; height: 56px; opacity: 0.55; }
  .say { position: absolute; inset: 0; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: var(--mp-3); padding: var(--mp-4); text-align: center; text-wrap: balance; }
  .lit { color: var(--mp-outline); }
  .lit svg { width: 48px; height: 48px; opacity: 0.7; }
  .say p { max-width: 34ch; font-weight: 500; }
  .say.over { color: #fff; background: rgb(12 10 9 / 62%); }
  .say.quiet { inset: auto 0 0 0; flex-direction: row; justify-content: flex-start; padding: var(--mp-3) var(--mp-4); }
  .say.quiet p { font-size: var(--mp-tiny); background: rgb(12 10 9 / 72%); color: #fff; padding: 2px var(--mp-2); border-radius: var(--mp-radius-pill); }
  .say small { font-family: var(--mp-mono); font-size: var(--mp-tiny); opacity: 0.85; }
  .say button, .say a { display: inline-grid; place-items: center; text-decoration: none; min-height: var(--mp-touch); padding: 0 var(--mp-5); border-radius: var(--mp-radius-pill); border: 0; background: var(--mp-accent); color: var(--mp-on-accent); font-weight: 600; cursor: pointer; }
  .mark { container-type: inline-size; position: absolute; inset: 0; pointer-events: none; color: #fff; font-weight: 500; }
  .mark .label { position: absolute; left: var(--mp-3); top: var(--mp-3); max-width: calc(100% - 24px); padding: 2px var(--mp-2); border-radius: 6px; background: rgb(12 10 9 / 72%); font-size: var(--mp-tiny); line-height: 1.5; }
  .mark .across { position: absolute; inset: 0; display: grid; place-items: center; font-size: clamp(14px, 4cqi, 34px); opacity: 0.28; transform: rotate(-18deg); white-space: nowrap; text-shadow: 0 0 6px rgb(0 0 0 / 80%); }
  .bar { position: absolute; right: var(--mp-2); bottom: var(--mp-2); display: flex; gap: var(--mp-1); align-items: center; opacity: 0; transition: opacity var(--mp-quick) ease; }
  .frame:hover .bar, .frame:focus-within .bar, .bar.kept { opacity: 1; }
  @media (hover: none) { .bar { opacity: 1; } }
  .bar button { display: inline-flex; align-items: center; justify-content: center; gap: 6px; min-width: var(--mp-touch); height: var(--mp-touch); padding: 0 10px; border: 0; border-radius: var(--mp-radius-pill); background: rgb(12 10 9 / 72%); color: #fff; font-size: var(--mp-tiny); font-weight: 500; cursor: pointer; }
  .bar button:hover { background: rgb(12 10 9 / 88%); }
  .bar svg { width: 20px; height: 20px; }
  .bar :focus-visible, .say :focus-visible { outline: 3px solid #fff; outline-offset: -3px; border-radius: var(--mp-radius-pill); box-shadow: 0 0 0 3px #0c0a09; }
  .how span { font-variant-numeric: tabular-nums; }
  .slow { position: absolute; left: var(--mp-3); right: var(--mp-3); bottom: calc(var(--mp-touch) + var(--mp-5)); width: fit-content; max-width: calc(100% - 2 * var(--mp-3)); padding: 2px var(--mp-2); border-radius: 8px; background: rgb(12 10 9 / 72%); color: #fff; font-size: var(--mp-tiny); pointer-events: none; }
  .live { position: absolute; left: var(--mp-3); bottom: var(--mp-3); display: inline-flex; align-items: center; gap: 6px; padding: 2px var(--mp-2); border-radius: var(--mp-radius-pill); background: rgb(12 10 9 / 72%); color: #fff; font-size: var(--mp-tiny); font-weight: 500; }
  .live::before { content: ''; width: 8px; height: 8px; border-radius: 50%; background: #5eead4; }
`;
