import type { FastifyInstance, FastifyRequest } from 'fastify';
import { gateFor } from '#platform/access/gate.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Database } from '#platform/database/transaction.ts';
import type { Metrics } from './metrics.ts';

export interface MetricsRoutes {
  readonly metrics: Metrics;
  readonly database: Database;
  readonly subjectOf: (request: FastifyRequest) => Promise<Subject>;
}

/** Times every request by its route, and serves `GET /metrics` to whoever holds `monitoring.read` (a client with scope `api/monitoring.read`). */
export function registerMetrics(server: FastifyInstance, { metrics, database, subjectOf }: MetricsRoutes): void {
  server.addHook('onResponse', (request, reply, done) => {
    // Addresses that no route has would make a series each.
    const route = request.routeOptions.url ?? 'none';
    metrics.recordRequest({ method: request.method, route, status: reply.statusCode, seconds: reply.elapsedTime / 1000 });
    done();
  });
  server.get('/metrics', async (request, reply) => {
    gateFor(await subjectOf(request), database).requirePermission('monitoring.read');
    return reply.type('text/plain; version=0.0.4; charset=utf-8').header('cache-control', 'no-store').send(await metrics.text());
  });
}
