import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Registry } from 'prom-client';
import type { Gate } from '../consent/gate.ts';
import type { OwnedScope } from '../base/scope.ts';
import type { FfmpegRunner } from '../ffmpeg/ffmpeg-runner.ts';
import { pictureFacts } from '../domain/picture.ts';
import type { CameraHealth } from '../cameras/camera-health.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { LiveStreams } from '../streams/live-streams.ts';
import type { TextAnswer } from './call.ts';

export interface MetricsParts {
  readonly streams: Pick<LiveStreams, 'all'>;
  readonly health: Pick<CameraHealth, 'picture'>;
  readonly gate: Pick<Gate, 'open' | 'onChange'>;
  readonly ffmpeg: Pick<FfmpegRunner, 'runs'>;
  readonly store: Store;
  readonly clock: Clock;
}
const type = 'text/plain; version=0.0.4; charset=utf-8';

/** The hub in numbers, as Prometheus reads them (text format 0.0.4). Cameras stand by their id; nobody's name is a label. */
export function openMetrics({ streams, health, gate, ffmpeg, store }: MetricsParts, scope: OwnedScope): () => Promise<TextAnswer> {
  const registry = new Registry();
  const at = { registers: [registry] };
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> => new Gauge({ name: `matpho_${name}`, help, labelNames: [...labelNames], ...at });
  const stream = ['camera', 'role'] as const;
  const up = gauge('stream_up', '1 while pictures come.', stream);
  const bits = gauge('stream_bits_per_second', 'Over the last 5 s.', stream);
  const pictures = gauge('stream_pictures_per_second', 'Over the last 5 s.', stream);
  const loss = gauge('stream_loss_ratio', 'Of the packets of the last minute, 0 to 1.', stream);
  const jitter = gauge('stream_jitter_seconds', 'Interarrival jitter (RFC 3550).', stream);
  const reconnects = gauge('stream_reconnects', 'Returns since the hub started.', stream);
  const packets = gauge('stream_packets', 'Packets taken since this connection began.', stream);
  const lost = gauge('stream_packets_lost', 'Packets lost since this connection began.', stream);
  const fault = gauge('picture_fault', 'What is wrong with a picture: black, covered, blurred, frozen, looped, moved.', ['camera', 'fact'] as const);
  const viewers = gauge('viewers', 'Live pictures that are open now.');
  const delay = gauge('event_loop_delay_p99_seconds', 'Since the last time it was read.');
  const memory = gauge('memory_bytes', 'Resident set size.');
  const running = gauge('ffmpeg_running', 'ffmpeg processes now.');
  const recorded = gauge('recordings_bytes', 'Recordings kept now.');
  const runs = new Counter({ name: 'matpho_ffmpeg_runs_total', help: 'ffmpeg processes started.', ...at });
  const given = new Counter({ name: 'matpho_permits_given_total', help: 'Permits by what they are for.', labelNames: ['action'], ...at });
  const ended = new Counter({ name: 'matpho_permits_ended_total', help: 'Permits that ended, by why.', labelNames: ['reason'], ...at });
  const loop = monitorEventLoopDelay({ resolution: 20 });
  loop.enable();
  scope.defer(() => { loop.disable(); });
  scope.use(gate.onChange((change) => {
    if (change.kind === 'opened') given.inc({ action: change.viewing.ask.action });
    else ended.inc({ reason: change.reason });
  }));
  let countedRuns = 0;

  return async () => {
    for (const each of [up, bits, pictures, loss, jitter, reconnects, packets, lost, fault]) each.reset();
    for (const { camera, role, stream: open } of streams.all()) {
      const labels = { camera, role };
      const [figures, stats] = [open.figures(), open.stats()];
      up.set(labels, open.state.status === 'running' ? 1 : 0);
      reconnects.set(labels, figures.reconnects);
      const known = [[bits, figures.bitrate], [pictures, figures.fps], [loss, figures.lossRate], [jitter, stats?.jitterMs === undefined ? null : stats.jitterMs / 1_000], [packets, stats?.packets ?? null], [lost, stats?.lost ?? null]] as const;
      for (const [each, value] of known) if (value !== null) each.set(labels, value);
      if (role !== 'main') continue;
      const held = health.picture(camera);
      for (const fact of pictureFacts) fault.set({ camera, fact }, held.some((condition) => condition.fact === fact) ? 1 : 0);
    }
    viewers.set(gate.open().filter(({ ask }) => ask.action === 'live').length);
    const p99 = loop.percentile(99) / 1e9;
    delay.set(Number.isFinite(p99) ? p99 : 0);
    loop.reset();
    memory.set(process.memoryUsage.rss());
    const { started, running: now } = ffmpeg.runs;
    runs.inc(started - countedRuns);
    countedRuns = started;
    running.set(now);
    recorded.set((await store.read.selectFrom('segment').select((select) => select.fn.sum<number>('bytes').as('n')).executeTakeFirstOrThrow()).n ?? 0);
    return { type, text: await registry.metrics() };
  };
}
