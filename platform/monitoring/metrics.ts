import { monitorEventLoopDelay } from 'node:perf_hooks';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider, PeriodicExportingMetricReader, type IMetricReader } from '@opentelemetry/sdk-metrics';
import type { Attributes } from '@opentelemetry/api';
import type { Database } from '#platform/database/transaction.ts';
import { countDeliveries } from '#platform/events/outbox-store.ts';

/** Counters and times of this process, in the names of OpenTelemetry's conventions; nothing of a person, no values. */
export interface Metrics {
  recordRequest(request: { method: string; route: string; status: number; seconds: number }): void;
  /** Prometheus text exposition format. */
  text(): Promise<string>;
  close(): Promise<void>;
}

const SECONDS_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const PUSH_MS = 30_000;
/** A count over waiting deliveries is asked once in so long, however often somebody scrapes. */
const COUNT_MS = 10_000;

/** `otlpUrl`: also pushed there every 30 s (OTLP over HTTP, `…/v1/metrics`). */
export async function openMetrics(database: Database, otlpUrl?: string): Promise<Metrics> {
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const readers: IMetricReader[] = [exporter];
  if (otlpUrl !== undefined) {
    const { OTLPMetricExporter } = await import('@opentelemetry/exporter-metrics-otlp-http');
    readers.push(new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter({ url: otlpUrl }), exportIntervalMillis: PUSH_MS }));
  }
  const provider = new MeterProvider({ readers });
  const meter = provider.getMeter('yigong');
  const requests = meter.createHistogram('http.server.request.duration', { unit: 's', description: 'Time from request to the last byte of the answer', advice: { explicitBucketBoundaries: SECONDS_BUCKETS } });
  const loop = monitorEventLoopDelay({ resolution: 20 });
  loop.enable();

  const observe = (name: string, options: { unit?: string; description: string }, look: () => readonly [number, Attributes?][] | Promise<readonly [number, Attributes?][]>): void => {
    meter.createObservableGauge(name, options).addCallback(async (result) => {
      for (const [value, attributes] of await look()) result.observe(value, attributes);
    });
  };
  observe('process.memory.usage', { unit: 'By', description: 'Resident memory' }, () => [[process.memoryUsage.rss()]]);
  observe('nodejs.eventloop.delay.p99', { unit: 's', description: 'Delay of the event loop since the last look' }, () => {
    const seconds = loop.percentile(99) / 1e9;
    loop.reset();
    return [[Number.isFinite(seconds) ? seconds : 0]];
  });
  observe('db.client.connection.count', { description: 'Connections of the pool' }, () => {
    const { totalCount, idleCount, waitingCount } = database.pool;
    return [[totalCount - idleCount, { state: 'used' }], [idleCount, { state: 'idle' }], [waitingCount, { state: 'waited-for' }]];
  });
  observe('yigong.deliveries', { description: 'Events not delivered yet, and those given up' }, cached(COUNT_MS, async () => {
    const { waiting, dead } = await countDeliveries(database);
    return [[waiting, { state: 'waiting' }], [dead, { state: 'dead' }]];
  }));

  const serializer = new PrometheusSerializer();
  return {
    recordRequest: ({ method, route, status, seconds }) => requests.record(seconds, { 'http.request.method': method, 'http.route': route, 'http.response.status_code': status }),
    text: async () => serializer.serialize((await exporter.collect()).resourceMetrics),
    close: async () => {
      loop.disable();
      await provider.shutdown();
    },
  };
}

/** A failure to look leaves the last answer: metrics must not fail when the database is away. */
function cached<Value>(milliseconds: number, look: () => Promise<Value>): () => Promise<Value | []> {
  let [at, last]: [number, Value | []] = [0, []];
  return async () => {
    if (Date.now() - at < milliseconds) return last;
    at = Date.now();
    last = await look().catch(() => last);
    return last;
  };
}
