/** What is wrong with a log that was checked, in one word; screens and the command say it in sentences. */
export const logFaults = [
  'not-a-log', 'malformed', 'cut-short', 'too-long', 'other-key', 'not-signed', 'forged', 'not-as-signed', 'tile', 'entry', 'camera-count', 'body', 'erased-unrecorded', 'rolled-back', 'forked',
] as const;
export type LogFaultKind = (typeof logFaults)[number];

/** The first fault found, and where. */
export interface LogFault {
  readonly what: LogFaultKind;
  /** Entry, from 0; for `tile` the first of its 256, for `cut-short` the first that is missing. */
  readonly seq?: number;
  readonly camera?: string;
  readonly cameraSeq?: number;
  /** Line of the file, from 1. */
  readonly line?: number;
}

/** What was checked. */
export interface LogCount {
  /** Entries of the log, all of them. */
  readonly entries: number;
  /** Whose text is in the file. */
  readonly own: number;
  /** Private bodies that are what their entries say. */
  readonly bodies: number;
  /** Private bodies that were erased, and the log says so. */
  readonly erased: number;
  readonly cameras: number;
}

export interface LogVerdict extends LogCount {
  readonly fault: LogFault | undefined;
  /** Verifier key the checkpoint was checked with. */
  readonly key: string;
  /** Of the signed checkpoint; undefined when it could not be read. */
  readonly size: number | undefined;
  /** The signed note itself: evidence. */
  readonly note: string;
  readonly madeAt: number | undefined;
  /** Size of the older checkpoint that today's log was found to continue. */
  readonly continues: number | undefined;
}
