import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filmStudy } from '#apps/server/world/diagnosis/imaging-phantoms.ts';
import { keepFiles } from '#modules/imaging/server/api.ts';
import { systemSubject } from '#platform/access/subject.ts';
import type { Database } from '#platform/database/transaction.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';

interface Given {
  readonly database: Database;
  readonly mark: string;
  readonly hospital: string;
  readonly personId: string;
}

/** A film of each side's resident; its files are not looked at and go at once. */
export async function imagingOf({ database, mark, hospital, personId }: Given): Promise<{ imagingStudy: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'yigong-side-'));
  const subject = { ...systemSubject, organisationId: hospital, organisationIds: [hospital] };
  const film = filmStudy({ seed: `side ${mark}`, patientId: personId, patientName: `${mark}^film`, birthDate: '19600101', sex: 'M', date: '20260105', time: '090000', accessionNumber: `FILM-${mark}`, characterSet: 'ISO_IR 192' });
  await keepFiles({ database, folder, clock: systemClock, ids: timeOrderedIds(systemClock, randomBytes) }, subject, film);
  rmSync(folder, { recursive: true });
  const [row] = await database.query<{ id: string }>('select study_uid as id from imaging.study where owner_organisation_id = $1', [hospital]);
  return { imagingStudy: row!.id };
}
