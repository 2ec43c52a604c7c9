import { createContext } from '@lit/context';

/** Whose view of the hub is shown, for a person with several roles. */
export type Side = 'owner' | 'officer' | 'oversight' | 'operator';
export interface Question {
  readonly title: string;
  readonly text?: string;
  readonly yes: string;
  /** Red button: something is ended or removed. */
  readonly grave?: boolean;
}

/** One more thing that can be done, offered in a toast. Nothing that is reached only there. */
export interface ToastAct {
  readonly label: string;
  run(): void;
}

/** What a screen may ask of the frame around it. */
export interface Shell {
  /** Opens another screen of the app, `/camera/abc`. */
  go(path: string, options?: { readonly replace?: boolean }): void;
  /** Shows a short line for a few seconds and reads it out; `act` is a button in it, and then it stays longer. */
  toast(text: string, tone?: 'plain' | 'danger', act?: ToastAct): void;
  /** Shows what was thrown as a toast; aborts are silent. */
  fail(thrown: unknown): void;
  /** True when she said yes. */
  confirm(question: Question): Promise<boolean>;
  /**
   * Runs `act`; when the hub answers `fresh-sign-in`, asks for the password or passkey and runs it once more.
   * Undefined when she cancelled.
   */
  prove<T>(act: () => Promise<T>): Promise<{ readonly value: T } | undefined>;
  /** Asks the hub again who is signed in, after her name, language or roles changed. */
  refreshMe(): Promise<void>;
  signOut(): Promise<void>;
  setLanguage(language: 'vi' | 'en'): void;
  readonly theme: Theme;
  setTheme(theme: Theme): void;
  readonly side: Side;
  setSide(side: Side): void;
}
export type Theme = 'system' | 'light' | 'dark';
export const shellContext = createContext<Shell>(Symbol('shell'));
