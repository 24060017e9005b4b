import { Readable } from 'node:stream';
import type { Subject } from '#platform/access/subject.ts';
import { StudyWatches } from '../watch.ts';
import { openDicomweb, requireUse, type Dicomweb } from './access.ts';

/** Short enough to be read whole and sent at once. */
export const AT_ONCE_BYTES_MAX = 1024 * 1024;

interface Going {
  readonly type: string;
  readonly studyUid: string;
  readonly personId: string | null;
  /** Of the whole body, where it is known: a client then sees that one was broken off. */
  readonly length?: number;
}

/** Who asks, read anew: rights, grounds and sessions may end while a long answer goes out. */
const askerNow = (dicomweb: Dicomweb) => async (): Promise<Subject> => {
  const now = await openDicomweb(dicomweb, dicomweb.request, dicomweb.reply);
  requireUse(now, 'read');
  return now.subject;
};

/** Sends a body piece by piece, as fast as the client takes it and as long as the study may be seen. */
export function sendWatched(dicomweb: Dicomweb, { type, studyUid, personId, length }: Going, pieces: AsyncIterable<Buffer>): unknown {
  const { archive, audit, reply, subject } = dicomweb;
  const watch = new StudyWatches(archive.database, askerNow(dicomweb)).begin([studyUid]).of(studyUid);
  const broken = (): Promise<void> => audit(subject, { action: 'imaging.read', outcome: 'refused', resource: `ImagingStudy/${studyUid}`, personId, detail: { reason: 'ended-meanwhile' } });
  void reply.header('cache-control', 'no-store').type(type);
  if (length !== undefined) void reply.header('content-length', length);
  return reply.send(Readable.from(watch.guard(pieces, broken), { objectMode: false }));
}

/** A body that is in memory; a short one goes out at once. */
export function sendBody(dicomweb: Dicomweb, going: Omit<Going, 'length'>, body: Buffer): unknown {
  if (body.length > AT_ONCE_BYTES_MAX) return sendWatched(dicomweb, { ...going, length: body.length }, piecesOf(body));
  return dicomweb.reply.header('cache-control', 'no-store').type(going.type).send(body);
}

/** Of what is in memory already. */
export async function* piecesOf(...bodies: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* bodies;
}
