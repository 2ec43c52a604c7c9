import type { Me } from '@matpho/core/api';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { About } from '../hub/contexts.ts';
import type { HubClient } from '../hub/hub-client.ts';
import type { HubFacts } from '../hub/hub-facts.ts';
import { HubProblem, problemOf } from '../hub/hub-problem.ts';

/** `away`: the hub did not answer at the start. `new`: nobody lives in it yet. */
export type Standing = { readonly is: 'starting' | 'new' | 'out' | 'in' } | { readonly is: 'away'; readonly problem: HubProblem };

/** Who is signed in here, and what the hub says about itself. */
export class Session implements ReactiveController {
  standing: Standing = { is: 'starting' };
  me: Me | undefined;
  about: About | undefined;
  private readonly host: ReactiveControllerHost;
  private readonly client: HubClient;
  private readonly facts: HubFacts;
  private readonly changed: () => void;
  private stopListening: (() => void) | undefined;

  /** `changed` is told after `me`, `about` or `standing` changed. */
  constructor(host: ReactiveControllerHost, client: HubClient, facts: HubFacts, changed: () => void) {
    this.host = host;
    this.client = client;
    this.facts = facts;
    this.changed = changed;
    host.addController(this);
  }

  hostConnected(): void {
    this.stopListening = this.facts.on(['session'], () => void this.refresh());
    void this.start();
  }

  hostDisconnected(): void {
    this.stopListening?.();
    this.facts.stop();
  }

  readonly start = async (): Promise<void> => {
    this.set({ is: 'starting' });
    try {
      this.about = await this.client.call('GET /api/hub');
      if (!this.about.setUp) this.set({ is: 'new' });
      else this.enter(await this.client.call('GET /api/session'));
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.code === 'not-signed-in') this.leave();
      else this.set({ is: 'away', problem });
    }
  };

  /** She is signed in: by password, passkey, invitation or set-up. `stay` keeps the first-run wizard open. */
  enter(me: Me, stay = false): void {
    this.me = me;
    if (this.about) this.about = { ...this.about, setUp: true };
    this.facts.start();
    this.set(stay ? this.standing : { is: 'in' });
  }

  leave(): void {
    this.me = undefined;
    this.facts.stop();
    this.set({ is: 'out' });
  }

  async refresh(): Promise<void> {
    if (!this.me) return;
    try {
      this.enter(await this.client.call('GET /api/session'), true);
    } catch (thrown) {
      if (problemOf(thrown).code === 'not-signed-in') this.leave();
    }
  }

  private set(standing: Standing): void {
    this.standing = standing;
    this.changed();
    this.host.requestUpdate();
  }
}
