import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** One process as Linux tells it in /proc/<pid>/stat. */
export interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  /** User and system time, with that of children it has waited for. In ticks of `ticksPerSecond`. */
  readonly ticks: number;
}
export interface Usage {
  /** Of one core. */
  readonly cpuPercent: number;
  /** Proportional set size: shared pages are counted once over all who share them. */
  readonly pssBytes: number;
}

/** USER_HZ, the same on every Linux that shows /proc to people (proc(5)). */
const ticksPerSecond = 100;

/** @throws Error when the line is not one of /proc/<pid>/stat */
export function readStat(line: string): ProcessStat {
  // The name may hold spaces and brackets: the fields begin after the last one (proc(5)).
  const close = line.lastIndexOf(')');
  const fields = line.slice(close + 2).trim().split(' ').map(Number);
  const [parent, utime, stime, cutime, cstime] = [fields[1], fields[11], fields[12], fields[13], fields[14]];
  const pid = Number.parseInt(line, 10);
  if (close < 0 || parent === undefined || utime === undefined || stime === undefined || cutime === undefined || cstime === undefined || !Number.isInteger(pid + parent + utime + stime + cutime + cstime)) {
    throw new Error('This is no line of /proc/<pid>/stat.');
  }
  return { pid, parent, ticks: utime + stime + cutime + cstime };
}

/** Bytes. @throws Error when there is no Pss in it */
export function readPss(rollup: string): number {
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1];
  if (kilobytes === undefined) throw new Error('There is no Pss in smaps_rollup.');
  return Number(kilobytes) * 1_024;
}

/** A process and all that descend from it. */
export function treeOf(root: number, all: readonly ProcessStat[]): ProcessStat[] {
  const tree = all.filter(({ pid }) => pid === root);
  // Grows while it is walked: each one's children are added behind it.
  for (const each of tree) tree.push(...all.filter(({ parent, pid }) => parent === each.pid && pid !== root));
  return tree;
}

async function readAll(): Promise<ProcessStat[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map(async (pid) => readFile(`/proc/${pid}/stat`, 'utf8').then(readStat).catch(() => undefined)));
  return stats.filter((stat) => stat !== undefined);
}

async function pssOf(pids: readonly number[]): Promise<number> {
  const sizes = await Promise.all(pids.map(async (pid) => readFile(`/proc/${pid}/smaps_rollup`, 'utf8').then(readPss).catch(() => 0)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** What a process and its children use over a window of time, memory at its end. @throws Error when the process is gone */
export async function usageOf(root: number, windowMs: number): Promise<Usage> {
  const ticks = async (): Promise<{ readonly tree: readonly ProcessStat[]; readonly ticks: number; readonly at: number }> => {
    const tree = treeOf(root, await readAll());
    if (tree.length === 0) throw new Error('The process that is measured has ended.');
    return { tree, ticks: tree.reduce((sum, each) => sum + each.ticks, 0), at: performance.now() };
  };
  const before = await ticks();
  await sleep(windowMs);
  const after = await ticks();
  const seconds = (after.at - before.at) / 1_000;
  return { cpuPercent: (100 * (after.ticks - before.ticks)) / ticksPerSecond / seconds, pssBytes: await pssOf(after.tree.map(({ pid }) => pid)) };
}
