import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** The address bar as a piece of state. Without URLPattern, which phones of before 2025 lack. */
export class Router implements ReactiveController {
  path = location.pathname;
  private readonly scrolls = new Map<string, number>();
  private readonly host: ReactiveControllerHost;
  private readonly arrived: (how: 'link' | 'history') => void;

  /** `arrived` is told after the path changed; `history` is the browser's own back and forward. */
  constructor(host: ReactiveControllerHost, arrived: (how: 'link' | 'history') => void) {
    this.host = host;
    this.arrived = arrived;
    host.addController(this);
  }

  /** How far down the open page was left, in CSS px. */
  get scrolled(): number {
    return this.scrolls.get(this.path) ?? 0;
  }

  hostConnected(): void {
    history.scrollRestoration = 'manual';
    window.addEventListener('popstate', this.moved);
    window.addEventListener('click', this.clicked);
  }

  hostDisconnected(): void {
    window.removeEventListener('popstate', this.moved);
    window.removeEventListener('click', this.clicked);
  }

  go(path: string, options: { readonly replace?: boolean } = {}): void {
    this.scrolls.set(this.path, scrollY);
    if (options.replace) history.replaceState(null, '', path);
    else if (path !== location.pathname + location.search) history.pushState(null, '', path);
    this.path = location.pathname;
    this.host.requestUpdate();
    this.arrived('link');
  }

  private readonly moved = (): void => {
    this.scrolls.set(this.path, scrollY);
    this.path = location.pathname;
    this.host.requestUpdate();
    this.arrived('history');
  };

  /** Takes over plain clicks on links to the app's own screens; everything else is the browser's. */
  private readonly clicked = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.composedPath().find((target): target is HTMLAnchorElement => target instanceof HTMLAnchorElement);
    if (!link || link.target !== '' || link.hasAttribute('download') || link.origin !== location.origin || link.pathname.startsWith('/api/') || link.hash !== '') return;
    event.preventDefault();
    this.go(link.pathname + link.search);
  };
}
