const name = 'mp-timeline-keys-off';

/** Whether she turned the keys off on this device (WCAG 2.2 §2.1.4). A browser that keeps nothing has them on. */
export function keysAreOff(): boolean {
  try {
    return localStorage.getItem(name) !== null;
  } catch {
    return false;
  }
}

export function turnKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(name);
    else localStorage.setItem(name, '1');
  } catch {
    // For this page only, then.
  }
}
