import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { serveImaging, type ImagingService, type ImagingSettings } from '#modules/imaging/server/api.ts';
import { keepNumberTrials } from '#platform/access/number-trials.ts';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds, type Ids } from '#platform/kernel/ids.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';

export interface Sent {
  readonly as?: Subject;
  readonly body?: Buffer;
  readonly headers?: Record<string, string>;
}

/** DICOMweb on a database and a folder of its own, as the server serves it. */
export class TestArchive {
  readonly opened: TestDatabase;
  readonly server: FastifyInstance;
  readonly folder: string;
  readonly ids: Ids = timeOrderedIds(systemClock, randomBytes);
  readonly service: ImagingService;
  private readonly subjects: Map<string, Subject>;

  private constructor(opened: TestDatabase, folder: string, started: { service: ImagingService; subjects: Map<string, Subject>; server: FastifyInstance }) {
    this.opened = opened;
    this.folder = folder;
    this.service = started.service;
    this.subjects = started.subjects;
    this.server = started.server;
  }

  static async open(settings: Omit<ImagingSettings, 'folder'> = {}): Promise<TestArchive> {
    const opened = await openTestDatabase();
    keepNumberTrials(opened.database);
    const folder = mkdtempSync(join(tmpdir(), 'yigong-archive-'));
    const subjects = new Map<string, Subject>();
    const server = Fastify({ routerOptions: { maxParamLength: 500 } });
    const subjectOf = async ({ headers }: { headers: Record<string, unknown> }): Promise<Subject> => subjects.get(decodeURIComponent(String(headers['x-test-subject']))) ?? { ...systemSubject, kind: 'staff', id: '', everyOrganisation: false };
    const ids = timeOrderedIds(systemClock, randomBytes);
    for (const organisationId of ['hospital', 'township']) await registerOrganisation(opened.database, { organisationId, parentId: null });
    const service = await serveImaging(server, { database: opened.database, clock: systemClock, ids, subjectOf }, { ...settings, folder });
    return new TestArchive(opened, folder, { service, subjects, server });
  }

  staff(organisationId: string, permissions: readonly string[] = ['imaging.read', 'imaging.store']): Subject {
    return {
      ...systemSubject, kind: 'staff', id: `staff-${organisationId}-${permissions.join('+')}`, name: '影像技师', organisationId, organisationIds: [organisationId],
      permissions: new Set(permissions), everyOrganisation: false,
    };
  }

  async send(method: 'GET' | 'POST', path: string, { as = this.staff('hospital'), body, headers = {} }: Sent = {}) {
    const key = `${as.kind} ${as.id} ${as.organisationId} ${as.purpose}`;
    this.subjects.set(key, as);
    const url = path.startsWith('http') ? path.slice(path.indexOf('/dicom-web')) : `/dicom-web${path}`;
    const answer = await this.server.inject({ method, url, headers: { 'x-test-subject': encodeURIComponent(key), ...headers }, ...(body === undefined ? {} : { payload: body }) });
    return { status: answer.statusCode, headers: answer.headers, bytes: answer.rawPayload, text: answer.body, json: (): unknown => JSON.parse(answer.body) };
  }

  /** Who comes with this name in `x-test-subject` from now on; nobody without a subject. */
  signIn(name: string, subject: Subject | undefined): void {
    if (subject === undefined) this.subjects.delete(name);
    else this.subjects.set(name, subject);
  }

  /** Past DICOMweb: what else the room serves. */
  fetch(url: string, as: Subject) {
    this.subjects.set('fetching', as);
    return this.server.inject({ method: 'GET', url, headers: { 'x-test-subject': 'fetching' } });
  }

  store(files: readonly Buffer[], { as, study }: { as?: Subject; study?: string } = {}) {
    const boundary = 'part-of-a-test';
    const body = Buffer.concat([
      ...files.flatMap((file) => [Buffer.from(`\r\n--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`), file]),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    return this.send('POST', study === undefined ? '/studies' : `/studies/${study}`, { ...(as === undefined ? {} : { as }), body, headers: { 'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}` } });
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.service.close();
    await this.opened.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Bodies of the parts of a multipart answer. */
export function partsOf(answer: { headers: Record<string, unknown>; bytes: Buffer }): { head: string; body: Buffer }[] {
  const boundary = /boundary=([^;]+)/.exec(String(answer.headers['content-type']))![1]!;
  const mark = Buffer.from(`\r\n--${boundary}`);
  const parts: { head: string; body: Buffer }[] = [];
  let at = answer.bytes.indexOf(mark);
  for (;;) {
    const start = at + mark.length;
    if (answer.bytes.toString('latin1', start, start + 2) === '--') return parts;
    const next = answer.bytes.indexOf(mark, start);
    const split = answer.bytes.indexOf('\r\n\r\n', start);
    parts.push({ head: answer.bytes.toString('latin1', start, split), body: answer.bytes.subarray(split + 4, next) });
    at = next;
  }
}
