import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { zipArchive, type ZipEntry } from '#platform/documents/zip.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import { findTeachingExport } from '../store/teaching.ts';
import { openDicomweb, type DicomwebDependencies } from './dicomweb/access.ts';

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
    const entries = await entriesOf(join(folder, row.id));
    await audit(subject, { action: 'imaging.fetch-teaching-export', outcome: 'success', resource: `Task/${id}`, organisationId: row.ownerOrganisationId });
    void reply.header('cache-control', 'no-store').header('content-disposition', `attachment; filename="teaching-${row.id}.zip"`).type('application/zip');
    return reply.send(Readable.from(zipArchive(entries), { objectMode: false }));
  });
}

/** One folder a study; nothing that is half written. */
async function entriesOf(folder: string): Promise<ZipEntry[]> {
  const names = (await readdir(folder, { recursive: true }).catch(() => [])).filter((name) => name.endsWith('.dcm')).sort();
  return [{ name: 'README.txt', read: () => Promise.resolve(Buffer.from(README, 'utf8')) }, ...names.map((name) => ({ name: name.replaceAll('\\', '/'), read: () => readFile(join(folder, name)) }))];
}
