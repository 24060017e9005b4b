import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Database } from '#platform/database/transaction.ts';
import { zipArchive, type ZipEntry } from '#platform/documents/zip.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { findObjectKeys } from '#platform/files/object-key.ts';
import { openWhole } from '#platform/files/sealed-object.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import { SEALED_COPY, teachingKeysOf } from '../commands/teaching-task.ts';
import { openFile } from '../store/objects/disk.ts';
import { DamagedObject } from '../store/objects/object-store.ts';
import { findTeachingExport } from '../store/teaching.ts';
import { openDicomweb, type DicomwebDependencies } from './dicomweb/access.ts';
import { Watch } from './watch.ts';

const problem = problemsOf(contract.problems);

const README = `这些影像已按 DICOM PS3.15 附录 E 基本脱敏规范去除身份信息：姓名、编号、机构、设备和私有标签已清除，UID 已替换，日期整体平移。仅供教学，不得用于诊断，不得转让。
De-identified by the basic profile of DICOM PS3.15 annex E: names, numbers, institutions, devices and private elements are removed, UIDs replaced, days shifted. For teaching only, not for diagnosis, not to be handed on.
`;

/** The copies as one zip archive, for the person who asked for them, and a row of audit each time. */
export function registerTeachingFiles(server: FastifyInstance, dependencies: DicomwebDependencies, folder: string): void {
  server.get('/api/imaging/teaching-exports/:id/files', async (request, reply) => {
    const { id } = request.params as { id: string };
    const { subject, gate, archive, audit } = await openDicomweb(dependencies, request, reply);
    gate.requirePermission('imaging.export-for-teaching');
    const row = await findTeachingExport(archive.database, id);
    if (row === undefined || row.requestedBy !== subject.id) {
      if (row !== undefined) await audit(subject, { action: 'imaging.fetch-teaching-export', outcome: 'refused', resource: `Task/${id}`, organisationId: row.ownerOrganisationId });
      throw platformProblem('platform.not-found');
    }
    if (row.readyAt === null || row.removedAt !== null || row.expiresAt <= archive.clock.now()) throw problem('imaging.export-not-ready');
    const entries = await entriesOf(archive.database, { folder, exportId: row.id });
    await audit(subject, { action: 'imaging.fetch-teaching-export', outcome: 'success', resource: `Task/${id}`, organisationId: row.ownerOrganisationId });
    void reply.header('cache-control', 'no-store').header('content-disposition', `attachment; filename="teaching-${row.id}.zip"`).type('application/zip');
    const watch = new Watch(async () => {
      const now = await openDicomweb(dependencies, request, reply);
      now.gate.requirePermission('imaging.export-for-teaching');
      const still = await findTeachingExport(archive.database, id);
      return now.subject.id === row.requestedBy && still?.removedAt === null && still.expiresAt > archive.clock.now();
    });
    const broken = (): Promise<void> => audit(subject, { action: 'imaging.fetch-teaching-export', outcome: 'refused', resource: `Task/${id}`, organisationId: row.ownerOrganisationId, detail: { reason: 'ended-meanwhile' } });
    return reply.send(Readable.from(watch.guard(zipArchive(entries), broken), { objectMode: false }));
  });
}

/** One folder a study; nothing that is half written. */
async function entriesOf(database: Database, { folder, exportId }: { folder: string; exportId: string }): Promise<ZipEntry[]> {
  const root = join(folder, exportId);
  const names = (await readdir(root, { recursive: true }).catch(() => [])).map((name) => name.replaceAll('\\', '/')).sort();
  const read = (name: string): Promise<Buffer> => (name.endsWith(SEALED_COPY) ? openCopy(database, join(root, name), `${teachingKeysOf(exportId)}${plainName(name)}`) : readFile(join(root, name)));
  const copies = names.filter((name) => name.endsWith(SEALED_COPY) || name.endsWith('.dcm'));
  return [{ name: 'README.txt', read: () => Promise.resolve(Buffer.from(README, 'utf8')) }, ...copies.map((name) => ({ name: `${plainName(name)}.dcm`, read: () => read(name) }))];
}

const plainName = (name: string): string => name.replace(/\.(dcm|sealed)$/, '');

async function openCopy(database: Database, file: string, objectId: string): Promise<Buffer> {
  const key = (await findObjectKeys(database, [objectId])).get(objectId);
  if (key === undefined) throw new DamagedObject(objectId, 'has lost its key');
  const source = await openFile(file);
  try {
    return await openWhole(key, source);
  } finally {
    await source.close();
  }
}
