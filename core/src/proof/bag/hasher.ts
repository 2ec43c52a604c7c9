/** SHA-256 of what comes in pieces. */
export interface Hasher {
  update(bytes: Uint8Array): void;
  /** 64 digits, lower case; the last thing asked of it. */
  hex(): string;
}
export type NewHasher = () => Hasher;
