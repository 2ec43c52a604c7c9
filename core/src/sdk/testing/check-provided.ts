import type { Plugin } from '../plugin.ts';

type Kind = 'function' | 'string' | 'list' | 'texts';

/** What a contribution to each port has at least. */
const shapes: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  'camera-provider': { watch: 'function', probe: 'function', describe: 'function', picture: 'function' },
  'stream-opener': { schemes: 'list', open: 'function' },
  'camera-control': { provider: 'string', open: 'function' },
  'camera-events': { provider: 'string', listen: 'function' },
  'talk-opener': { schemes: 'list', offers: 'function', open: 'function' },
  'viewer-transport': { id: 'string', mime: 'string', convert: 'function' },
  'peer-transport': { id: 'string', plays: 'function', connect: 'function' },
  'notice-channel': { id: 'string', name: 'texts', send: 'function' },
  'clip-exporter': { formats: 'list', write: 'function' },
};

/** Whether set-up gave what the manifest promised. */
export function checkProvided(plugin: Plugin, provided: unknown): string[] {
  const given = typeof provided === 'object' && provided !== null ? provided as Readonly<Record<string, unknown>> : {};
  return Object.entries(plugin.provides).flatMap(([label, port]) => {
    const value = given[label];
    if (typeof value !== 'object' || value === null) return [`setup: promised "${label}" and did not give it.`];
    return Object.entries(shapes[port.id] ?? {}).flatMap(([member, kind]) => (isKind((value as Readonly<Record<string, unknown>>)[member], kind) ? [] : [`${label}: "${member}" is not a ${kind}.`]));
  });
}

function isKind(value: unknown, kind: Kind): boolean {
  if (kind === 'function') return typeof value === 'function';
  if (kind === 'string') return typeof value === 'string' && value !== '';
  if (kind === 'list') return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
  return typeof value === 'object' && value !== null && ['vi', 'en'].every((language) => typeof (value as Readonly<Record<string, unknown>>)[language] === 'string');
}
