import type { FastifyReply, FastifyRequest } from 'fastify';
import { gateFor, type Gate } from '#platform/access/gate.ts';
import { forPurpose, PURPOSE_HEADER } from '#platform/access/purpose.ts';
import { sightOf } from '#platform/access/sight.ts';
import type { Subject } from '#platform/access/subject.ts';
import { SocketCaller, type Work } from '#platform/database/limits/work.ts';
import type { AuditSink } from '#platform/audit/batched-audit.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { scopesAllowWholly } from '#platform/identity/scopes.ts';
import type { Archive } from '../../commands/store/store-instances.ts';
import { addressFilters, findWhole, listInstanceRows, STUDY_SCOPE, type Address, type InstanceRow } from '../../store/studies.ts';
import type { FileReader } from './file-reader.ts';

/** What the DICOMweb routes need of the house. */
export interface DicomwebDependencies {
  readonly archive: Archive;
  readonly files: FileReader;
  readonly audit: AuditSink;
  readonly subjectOf: (request: FastifyRequest) => Promise<Subject>;
}

/** One request as its function sees it. */
export interface Dicomweb extends DicomwebDependencies {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly subject: Subject;
  readonly gate: Gate;
  /** As what its reads of the index count. */
  readonly work: Work;
  /** Address of the DICOMweb root, without a slash at the end. */
  readonly base: string;
}

export async function openDicomweb(dependencies: DicomwebDependencies, request: FastifyRequest, reply: FastifyReply): Promise<Dicomweb> {
  const subject = forPurpose(await dependencies.subjectOf(request), request.headers[PURPOSE_HEADER]);
  return { ...dependencies, request, reply, subject, gate: gateFor(subject, dependencies.archive.database), work: { kind: 'list', caller: new SocketCaller(request.raw.socket) }, base: `${request.protocol}://${request.host}/dicom-web` };
}

/** Staff by permission, machines by SMART scope on ImagingStudy, residents read what is theirs. Which rows they reach is decided by the row scope. */
export function requireUse({ subject, gate }: Pick<Dicomweb, 'subject' | 'gate'>, use: 'read' | 'store'): void {
  if (subject.id === '') throw platformProblem('platform.unauthenticated');
  const letter = use === 'read' ? 'r' : 'c';
  if (subject.kind === 'client') {
    if (!scopesAllowWholly(subject.scopes, 'ImagingStudy', letter)) throw platformProblem('platform.forbidden');
    return;
  }
  if (subject.scopes.length > 0 && !scopesAllowWholly(subject.scopes, 'ImagingStudy', letter)) throw platformProblem('platform.forbidden');
  if (subject.kind === 'resident' && use === 'read') return;
  gate.requirePermission(use === 'read' ? 'imaging.read' : 'imaging.store');
}

const PAGE = 500;
/** More instances than this are fetched series by series. */
const INSTANCES_MAX = 20_000;

/** Every visible instance at an address; refused and recorded where it exists and is hidden, not found where it does not. */
export async function findVisible(dicomweb: Dicomweb, address: Address): Promise<InstanceRow[]> {
  const { archive, gate, subject, work } = dicomweb;
  const sql = archive.database.sighted(sightOf(subject)).during(work);
  requireUse(dicomweb, 'read');
  const asked = { scope: gate.scope(STUDY_SCOPE), filters: addressFilters(address), limit: address.sopUid === undefined ? PAGE : 1 };
  const rows: InstanceRow[] = [];
  for (let offset = 0; offset < INSTANCES_MAX; offset += PAGE) {
    const page = await listInstanceRows(sql, { ...asked, offset });
    rows.push(...page.rows);
    if (rows.length >= page.total || page.rows.length === 0) break;
  }
  if (rows.length === 0) return refuse(dicomweb, address);
  await recordRead(dicomweb, rows[0]!);
  return rows;
}

export async function findOne(dicomweb: Dicomweb, address: Address): Promise<InstanceRow> {
  return (await findVisible(dicomweb, address))[0]!;
}

async function refuse({ archive, subject, audit }: Dicomweb, address: Address): Promise<never> {
  const hidden = await findWhole(archive.database, address);
  if (hidden === undefined || subject.everyOrganisation || subject.kind === 'resident') throw platformProblem('platform.not-found');
  await audit(subject, { action: 'imaging.read', outcome: 'refused', resource: `ImagingStudy/${address.studyUid}`, personId: hidden.personId });
  throw platformProblem('platform.record-forbidden');
}

/** Scrolling through a study is one look at it: the trail says so once in this time, for each reader and study. */
const SAME_LOOK_MS = 5 * 60_000;
const LOOKS_MAX = 10_000;
const looks = new Map<string, number>();

async function recordRead({ audit, subject, gate }: Dicomweb, { studyUid, personId }: InstanceRow): Promise<void> {
  const key = `${subject.kind} ${subject.id} ${subject.organisationId} ${subject.purpose} ${studyUid}`;
  const now = performance.now();
  if ((looks.get(key) ?? -Infinity) > now - SAME_LOOK_MS) return;
  const basis = personId === null || subject.kind !== 'staff' ? null : ((await gate.findRecordBasis(personId)) ?? null);
  await audit(subject, { action: 'imaging.read', outcome: 'success', resource: `ImagingStudy/${studyUid}`, personId, basis, purpose: subject.purpose ?? null });
  if (looks.size >= LOOKS_MAX) looks.clear();
  looks.set(key, now);
}
