import type { FastifyRequest } from 'fastify';
import { DicomFailure } from '#platform/dicom/dicom-failure.ts';
import type { DicomJson } from '#platform/dicom/dicom-json.ts';
import { Problem, problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../../contract.ts';
import { requireUse, type Dicomweb } from '../../queries/dicomweb/access.ts';
import { boundaryOf, readParts } from '../../queries/dicomweb/multipart.ts';
import { describeInstance, type InstanceDescription } from '../../rules/describe-instance.ts';
import { storeInstances, type Received, type StoreOutcome } from './store-instances.ts';
import { filesOfMetadata, type Written } from './stow-metadata.ts';

const problem = problemsOf(contract.problems);
const INSTANCE_BYTES_MAX = 512 * 1024 * 1024;
/** What is held in memory before it is stored. */
const BATCH_BYTES_MAX = 64 * 1024 * 1024;
const BATCH_INSTANCES_MAX = 250;
/** Instances of one request. */
const INSTANCES_MAX = 10_000;

/** Failure reasons of PS3.18 table I.2-2 and PS3.4 table B.2-1. */
const REASON = { processing: 0x0110, duplicate: 0x0111, notAuthorised: 0x0124, tooLarge: 0xa700, mismatch: 0xa900, unreadable: 0xc000 } as const;

interface Failed {
  readonly reason: number;
  readonly instance?: InstanceDescription;
  readonly why?: string;
}

interface Tally {
  readonly stored: InstanceDescription[];
  readonly failed: Failed[];
}

/** PS3.18 §10.5: keeps what can be kept, and says of each instance what became of it. */
export async function storeByWeb(dicomweb: Dicomweb, studyUid: string | undefined): Promise<unknown> {
  requireUse(dicomweb, 'store');
  if (dicomweb.subject.organisationId === null) throw problem('imaging.no-organisation');
  const tally: Tally = { stored: [], failed: [] };
  let batch: Received[] = [];
  let batchBytes = 0;
  const flush = async (): Promise<void> => {
    const received = batch;
    batch = [];
    batchBytes = 0;
    if (received.length > 0) note(tally, await storeInstances(dicomweb.archive, { subject: dicomweb.subject, received, announces: 'now' }));
  };
  for await (const bytes of objectsOf(dicomweb.request)) {
    if (tally.stored.length + tally.failed.length + batch.length >= INSTANCES_MAX) throw problem('imaging.too-large');
    const received = receive(bytes, { studyUid, tally });
    if (received === undefined) continue;
    batch.push(received);
    batchBytes += received.bytes.length;
    if (batchBytes >= BATCH_BYTES_MAX || batch.length >= BATCH_INSTANCES_MAX) await flush();
  }
  await flush();
  if (tally.stored.length + tally.failed.length === 0) throw problem('imaging.not-dicom');
  const status = tally.failed.length === 0 ? 200 : tally.stored.length === 0 ? 409 : 202;
  return dicomweb.reply.code(status).type('application/dicom+json; charset=utf-8').header('cache-control', 'no-store').send(JSON.stringify(answerOf(tally, dicomweb.base)));
}

async function* objectsOf(request: FastifyRequest): AsyncGenerator<Written> {
  const contentType = String(request.headers['content-type'] ?? '');
  const body = request.body as AsyncIterable<Buffer>;
  if (/^application\/dicom(;|$)/i.test(contentType)) {
    const chunks: Buffer[] = [];
    let total = 0;
    for await (const chunk of body) {
      total += chunk.length;
      if (total > INSTANCE_BYTES_MAX) throw problem('imaging.too-large');
      chunks.push(chunk);
    }
    yield Buffer.concat(chunks);
    return;
  }
  const boundary = boundaryOf(contentType);
  if (!/^multipart\/related/i.test(contentType) || boundary === undefined || /type\s*=\s*"?application\/dicom\+xml/i.test(contentType)) throw problem('imaging.media-type');
  if (/type\s*=\s*"?application\/dicom\+json/i.test(contentType)) return yield* filesOfMetadata(body, boundary);
  for await (const part of readParts(body, boundary, INSTANCE_BYTES_MAX)) {
    if (!/^application\/(dicom|octet-stream)/i.test(part.contentType)) throw problem('imaging.media-type');
    yield part.body;
  }
}

function receive(bytes: Written, { studyUid, tally }: { studyUid: string | undefined; tally: Tally }): Received | undefined {
  try {
    if (bytes instanceof DicomFailure) throw bytes;
    const instance = describeInstance(bytes);
    if (studyUid === undefined || studyUid === instance.studyUid) return { instance, bytes };
    tally.failed.push({ reason: REASON.mismatch, instance, why: 'belongs to another study than the address names' });
  } catch (error) {
    if (error instanceof Problem || !(error instanceof DicomFailure)) throw error;
    tally.failed.push({ reason: error.reason === 'too-large' ? REASON.tooLarge : error.reason === 'missing-attribute' ? REASON.mismatch : REASON.unreadable, why: error.message });
  }
  return undefined;
}

const REFUSED = { conflict: REASON.duplicate, 'other-organisation': REASON.notAuthorised, 'other-series': REASON.mismatch } as const;
const WORDS = { conflict: 'another object is kept under this SOP Instance UID', 'other-organisation': 'the study belongs to another organisation', 'other-series': 'the series belongs to another study' } as const;

function note(tally: Tally, outcomes: readonly StoreOutcome[]): void {
  for (const outcome of outcomes) {
    if (outcome.kind === 'refused') tally.failed.push({ reason: REFUSED[outcome.reason], instance: outcome.instance, why: WORDS[outcome.reason] });
    else tally.stored.push(outcome.instance);
  }
}

/** Store Instances Response Module (PS3.18 annex I). */
function answerOf({ stored, failed }: Tally, base: string): DicomJson {
  const studies = [...new Set(stored.map(({ studyUid }) => studyUid))];
  const named = (instance: InstanceDescription | undefined) =>
    instance === undefined ? {} : { '00081150': { vr: 'UI', Value: [instance.sopClass] }, '00081155': { vr: 'UI', Value: [instance.sopUid] } };
  return {
    ...(studies.length === 1 ? { '00081190': { vr: 'UR', Value: [`${base}/studies/${studies[0]}`] } } : {}),
    ...(failed.length === 0 ? {} : {
      '00081198': { vr: 'SQ', Value: failed.map(({ reason, instance, why }) => ({ ...named(instance), '00081197': { vr: 'US', Value: [reason] }, ...(why === undefined ? {} : { '00000902': { vr: 'LO', Value: [why.slice(0, 64)] } }) })) },
    }),
    ...(stored.length === 0 ? {} : {
      '00081199': { vr: 'SQ', Value: stored.map((instance) => ({ ...named(instance), '00081190': { vr: 'UR', Value: [`${base}/studies/${instance.studyUid}/series/${instance.seriesUid}/instances/${instance.sopUid}`] } })) },
    }),
  };
}
