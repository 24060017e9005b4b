import { randomBytes } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { answerBadFhirAddress } from './http.ts';
import { registerFhirRoutes } from './routes.ts';

export interface Sent {
  readonly as?: Subject;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** The FHIR routes on a database of their own, for tests that speak HTTP. */
export class TestFhir {
  readonly opened: TestDatabase;
  readonly server: FastifyInstance;
  readonly client: Subject = { ...systemSubject, kind: 'client', id: 'client-1', name: 'Client', scopes: ['system/*.cruds'] };
  private readonly subjects = new Map<string, Subject>();

  constructor(opened: TestDatabase) {
    this.opened = opened;
    this.server = Fastify({ routerOptions: { maxParamLength: 500 }, frameworkErrors: (error, request, reply) => void answerBadFhirAddress(error, request, reply) });
  }

  async start(): Promise<void> {
    const subjectOf = async ({ headers }: { headers: Record<string, unknown> }): Promise<Subject> => this.subjects.get(String(headers['x-test-subject'])) ?? this.client;
    await registerFhirRoutes(this.server, { database: this.opened.database, clock: systemClock, ids: timeOrderedIds(systemClock, randomBytes), subjectOf });
  }

  doctor(organisationId: string, permissions = ['fhir.read', 'fhir.write']): Subject {
    return {
      ...systemSubject, kind: 'staff', id: `doctor-${organisationId}`, name: 'Doctor', organisationId, organisationIds: [organisationId],
      permissions: new Set(permissions), everyOrganisation: false,
    };
  }

  /** What the header `x-test-subject` says for a subject. */
  nameOf(subject: Subject): string {
    const name = String(this.subjects.size);
    this.subjects.set(name, subject);
    return name;
  }

  /** Bodies that are not text are sent as JSON; answers that are JSON come parsed. */
  async send<T = Resource>(method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH', path: string, { as = this.client, body, headers = {} }: Sent = {}) {
    const key = this.nameOf(as);
    const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
    const answer = await this.server.inject({
      method, url: `/fhir${path}`,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }), 'x-test-subject': key, ...headers },
      ...(body === undefined ? {} : { payload: isRaw ? (body as string) : JSON.stringify(body) }),
    });
    return { status: answer.statusCode, headers: answer.headers, text: answer.body, body: (answer.body.startsWith('{') ? JSON.parse(answer.body) : undefined) as T };
  }

  /** `/fhir/...` of an absolute address, such as the next page. */
  pathOf(address: string | undefined): string {
    if (address === undefined) throw new Error('There is no such link');
    return address.slice(address.indexOf('/fhir') + 5);
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.opened.close();
  }
}

export async function openTestFhir(): Promise<TestFhir> {
  const fhir = new TestFhir(await openTestDatabase());
  await fhir.start();
  return fhir;
}
