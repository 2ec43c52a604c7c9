/** Seconds that are looked at. */
const span = 2;
/** Far more pictures than any camera takes in that time. */
const most = 2_000;

/** Pictures a second over the last two seconds, by one line of time. */
export class PictureRate {
  readonly #times: number[] = [];

  /** @param time of one more picture, s. @returns undefined while less than two seconds are known */
  add(time: number): number | undefined {
    const times = this.#times;
    // A clock that was set back tells nothing of the pictures before.
    if (time < (times.at(-1) ?? -Infinity)) times.length = 0;
    times.push(time);
    while (times.length > most || time - (times[1] ?? time) >= span) times.shift();
    const past = time - (times[0] ?? time);
    if (past >= span) return (times.length - 1) / past;
    return times.length === most ? most / span : undefined;
  }
}
