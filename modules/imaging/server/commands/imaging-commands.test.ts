import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bulkLoadResidents } from '#modules/residents/server/api.ts';
import { residentsModule } from '#modules/residents/server/module.ts';
import { writeResources } from '#fhir/repository/write.ts';
import type { Subject } from '#platform/access/subject.ts';
import { systemSubject } from '#platform/access/subject.ts';
import { readDicom } from '#platform/dicom/read-file.ts';
import { textAt } from '#platform/dicom/values.ts';
import { findObjectKeys } from '#platform/files/object-key.ts';
import { openWhole } from '#platform/files/sealed-object.ts';
import { textElement, writeDicom } from '#platform/dicom/write-file.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { runTask } from '#platform/jobs/task.ts';
import { getStudy, listStudies, matchStudy, registerCallingTitle } from '../../contract.ts';
import { acceptStudyAgain, refuseStudy, summariseRefusals } from '../../contract/quality.ts';
import { exportForTeaching, listTeachingExports } from '../../contract/teaching.ts';
import { keepFiles } from '../api.ts';
import { imagingModule } from '../module.ts';
import { diskBytes, openFile } from '../store/objects/disk.ts';
import { sealedStore } from '../store/objects/sealed.ts';
import { teachingKeysOf, teachingTask } from './teaching-task.ts';

let house: TestHouse;
let folder: string;
let technician: Subject;
let reader: Subject;
let integrator: Subject;
let serial = 0;
const give = (): TestHouse => house;
const newId = (): string => `id-${(serial += 1)}`;

const imageOf = (study: string, more: Readonly<Record<string, string>> = {}): Buffer => writeDicom({ elements: [
  textElement('00080016', 'UI', '1.2.840.10008.5.1.4.1.1.2'), textElement('00080018', 'UI', `${study}.1.1`), textElement('00080020', 'DA', '20261101'), textElement('00080060', 'CS', 'CT'),
  textElement('00080080', 'LO', 'County Hospital'), textElement('00090010', 'LO', 'SECRET MAKER'), textElement('00100010', 'PN', 'Zhang^San'), textElement('00100020', 'LO', more.patientId ?? 'M-1'),
  textElement('0020000D', 'UI', study), textElement('0020000E', 'UI', `${study}.1`), ...(more.seriesWords ? [textElement('00080005', 'CS', 'ISO_IR 192'), textElement('0008103E', 'LO', more.seriesWords)] : []), ...(more.burnedIn ? [textElement('00280301', 'CS', 'YES')] : []),
] });

async function keep(more: Readonly<Record<string, string>> = {}): Promise<string> {
  const study = `1.2.3.${(serial += 1)}`;
  await keepFiles({ database: house.database, clock: house.clock, ids: { newId }, folder }, technician, [imageOf(study, more)]);
  return study;
}

beforeAll(async () => {
  house = await openTestHouse({ modules: [imagingModule, residentsModule] });
  folder = mkdtempSync(join(tmpdir(), 'yigong-imaging-'));
  for (const id of ['hospital', 'elsewhere']) await house.addOrganisation(id);
  technician = await house.subject({ roles: ['technician'], organisationId: 'hospital' });
  reader = await house.subject({ roles: ['diagnostic-reader'], organisationId: 'hospital' });
  integrator = await house.subject({ roles: ['integrator'], organisationId: 'hospital' });
  await house.database.transaction(async (tx) => {
    for (const [residentId, owner] of [['00000000-0000-7000-8000-000000000001', 'hospital'], ['00000000-0000-7000-8000-000000000002', 'elsewhere']] as const) {
      await bulkLoadResidents(tx, { registeredAt: house.clock.now(), newId, entries: [{
        residentId, ownerOrganisationId: owner, kind: 'resident', name: '张三', sex: 'male', birthDate: '1960-01-01', phone: null, address: null, identifiers: [], birthOrder: null, motherId: null,
      } as never] });
      await writeResources({ tx, subject: systemSubject, now: house.clock.now(), newId }, [{ method: 'put', ownerOrganisationId: owner, resource: { resourceType: 'Patient', id: residentId, name: [{ text: '张三' }] } }]);
    }
  });
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

const OWN = '00000000-0000-7000-8000-000000000001';
const FOREIGN = '00000000-0000-7000-8000-000000000002';

describe('matchStudy', () => {
  proveCommand(matchStudy, {
    house: give,
    possible: async () => ({ input: { id: await keep(), personId: OWN, reason: '核对姓名和出生日期' }, subject: technician }),
    wrongState: async () => ({ input: { id: await keep({ patientId: OWN }), personId: OWN, reason: '再次匹配' }, subject: technician, code: 'imaging.matched-otherwise' }),
    effect: async ({ database }, answer) => {
      const [row] = await database.query<{ person: string }>("select person_id as person from fhir.resource where resource_type = 'ImagingStudy' and resource_id = $1", [answer.imagingStudyId]);
      expect([answer.personId, row!.person]).toEqual([OWN, OWN]);
    },
  });

  it('nobody hangs pictures on a person without a ground, by hand or by number', async () => {
    const id = await keep({ patientId: FOREIGN });
    expect((await house.as(technician).run(getStudy, { id })).study.personId).toBeNull();
    await expect(house.as(technician).run(matchStudy, { id, personId: FOREIGN, reason: '试一试' })).rejects.toMatchObject({ code: 'platform.record-forbidden' });
  });

  it('a list tells the total of what is visible and nothing of others', async () => {
    const stranger = await house.subject({ roles: ['technician'], organisationId: 'elsewhere' });
    expect((await house.as(stranger).run(listStudies, { limit: 10, offset: 0 })).total).toBe(0);
    expect((await house.as(technician).run(listStudies, { limit: 10, offset: 0, q: 'zhang', modality: 'CT', from: '2026-11-01' })).total).toBeGreaterThan(0);
  });
});

describe('an identity number for a Patient ID', () => {
  const [CARD, IN_SERIES] = ['330106199003070038', '330106195505050015'];
  const asked = { limit: 10, offset: 0, q: CARD };

  it('is shown masked by the list and the page of a study to staff who may not see numbers, whole to who may, and so are words of its series', async () => {
    const id = await keep({ patientId: CARD, seriesWords: `胸部 ${IN_SERIES}` });
    const whole = { ...technician, permissions: new Set([...technician.permissions, 'fhir.read-numbers']) };
    const partly = { ...technician, permissions: new Set([...technician.permissions].filter((each) => each !== 'fhir.read-numbers')) };
    for (const [subject, patientId, description] of [[whole, CARD, `胸部 ${IN_SERIES}`], [partly, '330***************', '胸部 330***************']] as const) {
      const { rows } = await house.as(subject).run(listStudies, asked);
      expect(rows.map((row) => [row.studyUid, row.patientId])).toEqual([[id, patientId]]);
      const page = await house.as(subject).run(getStudy, { id });
      expect([page.study.patientId, page.series[0]!.description]).toEqual([patientId, description]);
    }
  });

  it('is not guessed in the list by who sees it masked', async () => {
    const guesser = { ...technician, id: 'guesser', permissions: new Set([...technician.permissions].filter((each) => each !== 'fhir.read-numbers')) };
    const guess = (last: number) => house.as(guesser).run(listStudies, { ...asked, q: `3301061966050500${10 + last}` });
    for (let last = 0; last < 30; last += 1) expect((await guess(last)).total).toBe(0);
    await expect(guess(30)).rejects.toMatchObject({ code: 'platform.too-many' });
  });
});

describe('registerCallingTitle', () => {
  const title = (callingTitle: string, more = {}) => ({ callingTitle, organisationId: 'hospital', description: 'CT 机房', isActive: true, ...more });
  proveCommand(registerCallingTitle, {
    house: give,
    possible: async () => ({ input: title(`CT${(serial += 1)}`), subject: integrator }),
    wrongState: async () => ({ input: title('CTX', { host: '10.0.0.1' }), subject: integrator, code: 'imaging.place-incomplete' }),
    effect: async ({ database }, answer) => {
      expect(await database.query('select 1 from imaging.calling_title where calling_title = $1 and is_active', [answer.callingTitle])).toHaveLength(1);
    },
  });
});

describe('refuseStudy', () => {
  const refusal = (id: string) => ({ id, reason: 'motion' as const, note: '请屏气后重扫', wantsRetake: true });
  const refusedOne = async (): Promise<string> => {
    const id = await keep();
    await house.as(reader).run(refuseStudy, refusal(id));
    return id;
  };
  proveCommand(refuseStudy, {
    house: give,
    possible: async () => ({ input: refusal(await keep({ patientId: OWN })), subject: reader }),
    wrongState: async () => ({ input: refusal(await refusedOne()), subject: reader, code: 'imaging.refused-already' }),
    effect: async ({ database }, answer) => {
      const [row] = await database.query<{ content: string }>("select fhir.whole_text(resource_type, resource_id, version, last_updated, content) as content from fhir.resource where resource_type = 'ImagingStudy' and resource_id = $1", [answer.imagingStudyId]);
      expect(JSON.parse(row!.content)).toMatchObject({ status: 'cancelled', note: [{ text: expect.stringContaining('请屏气后重扫') as string }] });
      expect(answer.refusal).toMatchObject({ reason: 'motion', wantsRetake: true });
    },
  });
  proveCommand(acceptStudyAgain, {
    house: give,
    possible: async () => ({ input: { id: await refusedOne(), reason: '看错了病例' }, subject: reader }),
    wrongState: async () => ({ input: { id: await keep(), reason: '看错了病例' }, subject: reader, code: 'imaging.not-refused' }),
    effect: async ({ database }, answer) => {
      expect(answer.refusal).toBeNull();
      expect(await database.query("select 1 from imaging.action where study_uid = $1 and action in ('refused', 'accepted-again')", [answer.studyUid])).toHaveLength(2);
    },
  });

  it('a stranger refuses nothing, and the sums count what was refused by site and reason', async () => {
    const stranger = await house.subject({ roles: ['technician'], organisationId: 'elsewhere' });
    const id = await refusedOne();
    await expect(house.as(stranger).run(acceptStudyAgain, { id, reason: '试一试' })).rejects.toMatchObject({ kind: 'forbidden' });
    const period = { from: '2020-01-01', until: '2040-01-01', limit: 50, offset: 0 };
    const { rows } = await house.as(reader).run(summariseRefusals, period);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ organisationId: 'hospital', modality: 'CT', reasons: { motion: rows[0]!.refused } });
    expect(rows[0]!.studies).toBeGreaterThan(rows[0]!.refused);
    expect((await house.as(stranger).run(summariseRefusals, period)).total).toBe(0);
    expect((await house.as(reader).run(listStudies, { limit: 500, offset: 0, quality: 'refused' })).total).toBe(rows[0]!.refused);
  });
});

describe('exportForTeaching', () => {
  proveCommand(exportForTeaching, {
    house: give,
    possible: async () => ({ input: { studyUids: [await keep()], purpose: '住院医师教学' }, subject: reader }),
    wrongState: async () => ({ input: { studyUids: ['1.9.9'], purpose: '住院医师教学' }, subject: reader, code: 'platform.not-found' }),
    effect: async ({ database }, { taskId }) => {
      expect(await database.query('select 1 from jobs.task where task_id = $1', [taskId])).toHaveLength(1);
    },
  });

  it('copies hold nothing of the person, keep their order among each other, and burned-in pictures are left out', async () => {
    const [study, burned] = [await keep(), await keep({ burnedIn: 'yes' })];
    const { taskId } = await house.as(reader).run(exportForTeaching, { studyUids: [study, burned], purpose: '住院医师教学' });
    const kind = teachingTask({ objects: sealedStore(house.database, diskBytes(join(folder, 'objects'))), folder: join(folder, 'teaching') });
    expect(await runTask({ database: house.database, clock: house.clock, ids: { newId } }, kind, taskId)).toBe('done');
    const names = readdirSync(join(folder, 'teaching', taskId), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sealed'));
    expect(names).toHaveLength(1);
    expect(readFileSync(join(folder, 'teaching', taskId, names[0]!)).includes('DICM')).toBe(false);
    const [listed] = (await house.as(reader).run(listTeachingExports, { limit: 10, offset: 0 })).rows.filter(({ id }) => id === taskId);
    expect(listed).toMatchObject({ state: 'ready', writtenCount: 1, refusedCount: 1, isOwn: true });
    const copyId = `${teachingKeysOf(taskId)}${names[0]!.replace('.sealed', '')}`;
    const source = await openFile(join(folder, 'teaching', taskId, names[0]!));
    const bytes = await openWhole((await findObjectKeys(house.database, [copyId])).get(copyId)!, source);
    await source.close();
    for (const word of ['Zhang', 'M-1', 'County', 'SECRET', study, '20261101']) expect(bytes.includes(word), word).toBe(false);
    expect(textAt(readDicom(bytes).dataSet, '00120062')).toBe('YES');
  });
});
