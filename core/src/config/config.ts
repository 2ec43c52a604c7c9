import { join, resolve } from 'node:path';
import { z } from 'zod';
import { isLoopback, isNetwork } from './addresses.ts';

const days = z.int().min(1).max(365);
const origin = z.string().max(300).refine((text) => {
  try { return ['http:', 'https:'].includes(new URL(text).protocol) && new URL(text).origin === text; } catch { return false; }
}, { error: 'not-origin' });

/** What stands in matpho.json. All of it has a default: an empty object is a hub for one machine. */
export const ConfigFile = z.strictObject({
  /** Shown in pages and messages. */
  name: z.string().trim().min(1).max(80).default('Mắt Phố'),
  /** Database, keys, recordings. Relative to the file. */
  dataDir: z.string().min(1).optional(),
  listen: z.strictObject({
    /** `0.0.0.0` or `::` for the home network; then `tls` or a reverse proxy is required. */
    host: z.string().min(1).max(255).default('127.0.0.1'),
    port: z.int().min(0).max(65_535).default(8080),
  }).prefault({}),
  tls: z.strictObject({
    /** `local-ca`: the hub makes certificates itself and phones trust its root once. `files`: PEM files from elsewhere. */
    mode: z.enum(['off', 'local-ca', 'files']).default('off'),
    cert: z.string().min(1).optional(),
    key: z.string().min(1).optional(),
    /** More names and addresses for the certificate, besides this machine's own. */
    names: z.array(z.string().min(1).max(253)).max(50).default([]),
  }).prefault({}),
  /** `https://hub.example.vn`: how people reach the hub, when that is not how it listens. */
  publicOrigin: origin.optional(),
  /** Addresses or networks (`10.0.0.2`, `10.0.0.0/24`) of reverse proxies whose X-Forwarded-For and -Proto are believed. Anybody else's are ignored. */
  trustProxy: z.array(z.string().refine(isNetwork, { error: 'not-network' })).max(20).default([]),
  /** Packages or files to load. */
  plugins: z.array(z.string().min(1).max(300)).max(100).default(['@matpho/plugin-onvif', '@matpho/plugin-rtsp', '@matpho/plugin-webrtc', '@matpho/plugin-notify', '@matpho/plugin-export']),
  cameras: z.strictObject({
    /** Camera addresses on this machine: for the simulator. */
    allowLoopback: z.boolean().default(false),
    /** Camera addresses outside the home network. */
    allowPublic: z.boolean().default(false),
  }).prefault({}),
  recordings: z.strictObject({
    /** Relative to the data folder. */
    dir: z.string().min(1).default('recordings'),
    /** Recording stops before the disk has less than this free. */
    keepFreeBytes: z.int().min(0).max(1e15).default(2_000_000_000),
    keepFreePercent: z.number().min(0).max(90).default(5),
    /** Of all cameras together; absent: as far as the disk goes. */
    maxBytes: z.int().min(0).max(1e15).optional(),
    /** More disks, in the order in which new files go to them once those before are full. */
    disks: z.array(z.strictObject({
      /** Stands before the paths of its files; never to be changed. */
      id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/).refine((id) => id !== 'main'),
      /** Relative to the data folder. */
      dir: z.string().min(1),
      keepFreeBytes: z.int().min(0).max(1e15).optional(),
      keepFreePercent: z.number().min(0).max(90).optional(),
    })).max(16).default([]).refine((disks) => new Set(disks.map(({ id }) => id)).size === disks.length),
    /** Small pictures for the time line, made in the background. */
    sheets: z.boolean().default(true),
  }).prefault({}),
  ffmpeg: z.strictObject({
    /** What codes pictures that are made anew. `auto`: a graphics card or chip that works here, else the processor; `software`: always the processor. */
    encoder: z.enum(['auto', 'software', 'h264_vaapi', 'h264_nvenc', 'h264_qsv', 'h264_v4l2m2m', 'h264_videotoolbox']).default('auto'),
  }).prefault({}),
  sessions: z.strictObject({
    /** Without a visit for so long a session ends. */
    idleDays: days.default(14),
    /** After this it ends in any case. */
    longestDays: days.default(90),
    /** The idle time of people who serve in a unit. */
    officerIdleHours: z.int().min(1).max(72).default(8),
  }).prefault({}),
  emergencies: z.strictObject({
    /** How many a unit may open in a calendar month; 0: none. */
    perUnitMonth: z.int().min(0).max(1_000).default(10),
  }).prefault({}),
  /** The hub's own RTSP server, for programs somebody let in. */
  restream: z.strictObject({
    /** `rtsp`: in the clear, as cameras do; `rtsps`: with the hub's certificate. */
    mode: z.enum(['off', 'rtsp', 'rtsps']).default('off'),
    /** `0.0.0.0` or `::` for programs on other machines of the home network. */
    host: z.string().min(1).max(255).default('127.0.0.1'),
    port: z.int().min(0).max(65_535).default(8554),
  }).prefault({}),
  /** Notices that were read are deleted after so many days. */
  notices: z.strictObject({ keepDays: days.default(90) }).prefault({}),
  ledger: z.strictObject({
    /** How long the private part of the access log is kept; its tree, which names nobody, stays. */
    keepDays: z.int().min(30).max(3_650).default(365),
  }).prefault({}),
  metrics: z.strictObject({
    /** SHA-256, hex, of the token a program shows to read `/metrics`; the token itself stands nowhere here. Absent: only operators read it. */
    tokenSha256: z.string().regex(/^[0-9a-f]{64}$/i).optional(),
  }).prefault({}),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error']).default('info') }).prefault({}),
  uplink: z.strictObject({
    /** Networks of the house that have public addresses; the hub's own networks and private ones count as the house anyway. */
    home: z.array(z.string().refine(isNetwork, { error: 'not-network' })).max(20).default([]),
    /** Networks that are outside though their addresses are private: a tunnel, a network shared with neighbours. */
    outside: z.array(z.string().refine(isNetwork, { error: 'not-network' })).max(20).default([]),
  }).prefault({}),
  evidence: z.strictObject({
    /** An RFC 3161 time-stamp service: evidence bags are stamped when they are sealed. Absent: they say that they are not. */
    timestampUrl: z.string().max(300).refine((text) => { try { return ['http:', 'https:'].includes(new URL(text).protocol); } catch { return false; } }, { error: 'not-origin' }).optional(),
    /** PEM file of the service's root certificate. Relative to the file. */
    timestampCa: z.string().min(1).optional(),
  }).prefault({}),
  /** IANA zone of hours and dates; absent: the machine's. */
  timeZone: z.string().refine((zone) => { try { return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone })); } catch { return false; } }, { error: 'not-zone' }).optional(),
});

/** A further disk of recordings, complete. */
export interface DiskSetting {
  readonly id: string;
  readonly dir: string;
  readonly keepFreeBytes: number;
  readonly keepFreePercent: number;
}
/** Complete: every path absolute, every rule met. */
export interface Config {
  readonly name: string;
  readonly dataDir: string;
  readonly listen: { readonly host: string; readonly port: number };
  readonly tls: { readonly mode: 'off' | 'local-ca'; readonly names: readonly string[] } | { readonly mode: 'files'; readonly cert: string; readonly key: string; readonly names: readonly string[] };
  readonly publicOrigin: string | null;
  readonly trustProxy: readonly string[];
  readonly plugins: readonly string[];
  readonly cameras: { readonly allowLoopback: boolean; readonly allowPublic: boolean };
  readonly recordings: { readonly dir: string; readonly keepFreeBytes: number; readonly keepFreePercent: number; readonly maxBytes: number | null; readonly disks: readonly DiskSetting[]; readonly sheets: boolean };
  readonly ffmpeg: { readonly encoder: 'auto' | 'software' | 'h264_vaapi' | 'h264_nvenc' | 'h264_qsv' | 'h264_v4l2m2m' | 'h264_videotoolbox' };
  readonly sessions: { readonly idleDays: number; readonly longestDays: number; readonly officerIdleHours: number };
  readonly emergencies: { readonly perUnitMonth: number };
  readonly restream: { readonly mode: 'off' | 'rtsp' | 'rtsps'; readonly host: string; readonly port: number };
  readonly ledger: { readonly keepDays: number };
  readonly notices: { readonly keepDays: number };
  readonly metrics: { readonly tokenSha256: string | null };
  readonly uplink: { readonly home: readonly string[]; readonly outside: readonly string[] };
  readonly evidence: { readonly timestamp: { readonly url: string; readonly ca: string } | null };
  readonly log: { readonly level: 'debug' | 'info' | 'warn' | 'error' };
  readonly timeZone: string;
}

/** A rule between settings that is broken: which setting to look at, and what it says. */
export interface BrokenRule {
  readonly field: string;
  readonly vi: string;
  readonly en: string;
}

/** Pure. The hub is not opened to a network without encryption: sessions and pictures would travel in the clear. */
export function brokenRule(file: z.output<typeof ConfigFile>): BrokenRule | undefined {
  const { listen, publicOrigin, tls, trustProxy } = file;
  if (tls.mode === 'files' && (tls.cert === undefined || tls.key === undefined)) {
    return { field: tls.cert === undefined ? 'tls.cert' : 'tls.key', vi: '`tls.mode` là "files" nên cần cả `tls.cert` và `tls.key`.', en: '`tls.mode` is "files", so both `tls.cert` and `tls.key` are needed.' };
  }
  const behindProxy = trustProxy.length > 0 && publicOrigin?.startsWith('https:') === true;
  if (!isLoopback(listen.host) && tls.mode === 'off' && !behindProxy) {
    return {
      field: 'listen.host',
      vi: `Hub không mở ra mạng ở "${listen.host}" khi chưa mã hoá. Đặt \`tls.mode\` là "local-ca" hoặc "files", hoặc khai báo proxy ngược bằng \`trustProxy\` và \`publicOrigin\` bắt đầu bằng https://.`,
      en: `The hub does not open itself to a network at "${listen.host}" without encryption. Set \`tls.mode\` to "local-ca" or "files", or declare a reverse proxy with \`trustProxy\` and a \`publicOrigin\` that begins with https://.`,
    };
  }
  if (publicOrigin?.startsWith('http:') && !isLoopback(new URL(publicOrigin).hostname)) {
    return { field: 'publicOrigin', vi: '`publicOrigin` phải bắt đầu bằng https://, trừ khi là máy này.', en: '`publicOrigin` must begin with https://, unless it is this machine.' };
  }
  if (file.restream.mode === 'rtsps' && tls.mode === 'off') return { field: 'restream.mode', vi: '`restream.mode` là "rtsps" nên cần chứng chỉ: đặt `tls.mode` là "local-ca" hoặc "files".', en: '`restream.mode` is "rtsps", which needs a certificate: set `tls.mode` to "local-ca" or "files".' };
  const { timestampUrl, timestampCa } = file.evidence;
  if ((timestampUrl === undefined) !== (timestampCa === undefined)) return { field: timestampUrl === undefined ? 'evidence.timestampUrl' : 'evidence.timestampCa', vi: '`evidence.timestampUrl` và `evidence.timestampCa` phải đi cùng nhau.', en: '`evidence.timestampUrl` and `evidence.timestampCa` go together.' };
  if (file.sessions.idleDays > file.sessions.longestDays) return { field: 'sessions.idleDays', vi: '`sessions.idleDays` không thể dài hơn `sessions.longestDays`.', en: '`sessions.idleDays` cannot be longer than `sessions.longestDays`.' };
  return undefined;
}

/** Paths become absolute, seen from the folder of the file. */
export function complete(file: z.output<typeof ConfigFile>, folder: string): Config {
  const dataDir = resolve(folder, file.dataDir ?? '.');
  const { cert, key, mode, names } = file.tls;
  return {
    name: file.name, dataDir, listen: file.listen, trustProxy: file.trustProxy, plugins: file.plugins, cameras: file.cameras, ffmpeg: file.ffmpeg, sessions: file.sessions, notices: file.notices, emergencies: file.emergencies, restream: file.restream, ledger: file.ledger, uplink: file.uplink, metrics: { tokenSha256: file.metrics.tokenSha256 ?? null }, log: file.log,
    tls: mode === 'files' ? { mode, cert: resolve(folder, cert ?? ''), key: resolve(folder, key ?? ''), names } : { mode, names },
    publicOrigin: file.publicOrigin ?? null,
    evidence: { timestamp: file.evidence.timestampUrl !== undefined && file.evidence.timestampCa !== undefined ? { url: file.evidence.timestampUrl, ca: resolve(folder, file.evidence.timestampCa) } : null },
    recordings: {
      ...file.recordings, dir: resolve(dataDir, file.recordings.dir), maxBytes: file.recordings.maxBytes ?? null,
      disks: file.recordings.disks.map(({ id, dir, keepFreeBytes = file.recordings.keepFreeBytes, keepFreePercent = file.recordings.keepFreePercent }) => ({ id, dir: resolve(dataDir, dir), keepFreeBytes, keepFreePercent })),
    },
    timeZone: file.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** Where the file is looked for. */
export const configPath = (dataDir: string): string => join(dataDir, 'matpho.json');
