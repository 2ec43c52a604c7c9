/** A named value with its check: what was stored by an older version is parsed again. */
export interface Slot<T> {
  readonly name: string;
  readonly parse: (stored: unknown) => T;
  /** Kept in the vault, encrypted. A value that an older version stored openly is moved there when it is read. */
  readonly sealed?: true;
}
/** A plugin's own small values (JSON, 64 KiB each). No plugin sees another's. */
export interface PluginStorage {
  read<T>(slot: Slot<T>): Promise<T | undefined>;
  write<T>(slot: Slot<T>, value: T): Promise<void>;
  remove(slot: Slot<unknown>): Promise<void>;
}
