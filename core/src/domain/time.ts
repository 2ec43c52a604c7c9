/** Milliseconds since 1970-01-01T00:00Z; always an integer. */
export type Instant = number;
/** A span in milliseconds. */
export type Milliseconds = number;
/** Minutes since local midnight, 0..1440. */
export type Minutes = number;

export const seconds = (n: number): Milliseconds => n * 1_000;
export const minutes = (n: number): Milliseconds => n * 60_000;
export const hours = (n: number): Milliseconds => n * 3_600_000;
export const days = (n: number): Milliseconds => n * 86_400_000;
