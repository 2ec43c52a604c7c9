export type PluginStatus = 'off' | 'starting' | 'running' | 'waiting' | 'needs-attention' | 'stopping';
export type PluginSignal = 'start' | 'set-up' | 'not-ready' | 'failed' | 'stop' | 'released';

/** Every legal move. What is not listed cannot happen. */
const moves: Readonly<Record<PluginStatus, Partial<Record<PluginSignal, PluginStatus>>>> = {
  'off': { 'start': 'starting' },
  'starting': { 'set-up': 'running', 'not-ready': 'waiting', 'failed': 'needs-attention', 'stop': 'stopping' },
  'running': { 'failed': 'needs-attention', 'stop': 'stopping' },
  'waiting': { 'start': 'starting', 'stop': 'off' },
  'needs-attention': { 'start': 'starting', 'stop': 'off' },
  'stopping': { 'released': 'off' },
};

export function next(status: PluginStatus, signal: PluginSignal): PluginStatus | undefined {
  return moves[status][signal];
}
