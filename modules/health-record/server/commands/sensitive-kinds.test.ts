import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reclassifyTask, RECLASSIFY_TASK } from '#fhir/operations/bulk/reclassify-task.ts';
import { searchResources } from '#fhir/repository/search.ts';
import { writeResources } from '#fhir/repository/write.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { grantRecordBasis } from '#platform/access/record-basis.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { runTask } from '#platform/jobs/task.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { changeSensitiveKind, listSensitiveKinds, listSensitiveKindVersions, resumeReclassification, stopReclassification } from '../../contract/sensitive-kinds.ts';
import { healthRecordModule } from '../module.ts';

let house: TestHouse;
let officer: Subject;
let reader: Subject;
let count = 0;
/** The list reaches every process within seconds; the work waits so long. */
const later = { now: () => new Date(Date.now() + 20_000) };

beforeAll(async () => {
  house = await openTestHouse({ modules: [healthRecordModule], now: new Date().toISOString() });
  for (const id of ['hospital', 'township']) await house.addOrganisation(id);
  officer = await house.subject({ roles: ['privacy-officer'], organisationId: 'hospital' });
  reader = await house.subject({ roles: ['township-doctor'], organisationId: 'township' });
});
afterAll(() => house.close());

const write = (resources: readonly Resource[]) =>
  house.database.transaction((tx) => writeResources({ tx, subject: systemSubject, now: new Date(), newId: randomUUID }, resources.map((resource) => ({ method: 'put', resource, ownerOrganisationId: 'hospital' }))));
const condition = (id: string, code: string, system = 'http://hl7.org/fhir/sid/icd-10'): Resource =>
  ({ resourceType: 'Condition', id, subject: { reference: 'Patient/p1' }, code: { coding: [{ system, code }], text: id } });
const seen = async (): Promise<string[]> => (await searchResources(house.database, reader, 'Condition?subject=Patient/p1&_count=50')).resources.map(({ id }) => id ?? '').sort();
const latest = async () => (await house.owner.query<{ id: string }>('select task_id as id from jobs.task where kind = $1 order by created_at desc limit 1', [RECLASSIFY_TASK]))[0]!.id;
const run = async () => {
  const id = await latest();
  const state = await runTask({ database: house.database, clock: later, ids: timeOrderedIds(later, randomBytes) }, reclassifyTask, id);
  if (state === 'running') throw new Error(JSON.stringify(await house.owner.query('select last_error from jobs.task where task_id = $1', [id])));
  return state;
};
const change = { titleZh: '结核病', titleEn: 'Tuberculosis', isActive: true, codes: [{ family: 'icd10' as const, prefix: 'A15' }], reason: '按区隐私委员会决定' };
const newKind = () => ({ ...change, category: `kind-${(count += 1)}`, version: 0 });
const started = async () => {
  await house.as(officer).run(changeSensitiveKind, newKind());
};

proveCommand(changeSensitiveKind, {
  house: () => house,
  possible: async () => ({ subject: officer, input: newKind() }),
  wrongState: async () => {
    const first = newKind();
    await house.as(officer).run(changeSensitiveKind, first);
    return { subject: officer, input: first, code: 'health-record.sensitive-kind-overtaken' };
  },
  effect: async (_house, kind) => {
    const list = await house.as(officer).run(listSensitiveKinds, {});
    expect(list.rows.find(({ category }) => category === kind.category)).toMatchObject({ version: 1, codes: change.codes, reason: change.reason });
    expect(list.reclassification).toMatchObject({ state: 'waiting', isStopping: false });
  },
});

proveCommand(stopReclassification, {
  house: () => house,
  possible: async () => {
    await started();
    return { subject: officer, input: {} };
  },
  wrongState: async () => {
    await started();
    await run();
    return { subject: officer, input: {}, code: 'health-record.nothing-to-stop' };
  },
  effect: async () => expect(await run()).toBe('cancelled'),
});

proveCommand(resumeReclassification, {
  house: () => house,
  possible: async () => {
    await started();
    await house.as(officer).run(stopReclassification, {});
    await run();
    return { subject: officer, input: {} };
  },
  wrongState: async () => {
    await started();
    return { subject: officer, input: {}, code: 'health-record.nothing-to-resume' };
  },
  effect: async () => expect(await run()).toBe('done'),
});

test('a changed list masks what is stored, replaced versions too, and opens it again; every version stays with who and why', async () => {
  await write([{ resourceType: 'Patient', id: 'p1' }, condition('plain', 'I10'), condition('secret', 'F20.0'), condition('later', 'A18.1'), condition('labtest', '75622-1', 'http://loinc.org')]);
  await write([{ ...condition('later', 'A18.1'), note: [{ text: 'x' }] } as Resource]);
  await grantRecordBasis(house.database, { personId: 'p1', organisationId: 'township', basis: 'consent', source: 'test/p1', validFrom: new Date(Date.now() - 60_000), validUntil: null });
  expect(await seen()).toEqual(['labtest', 'later', 'plain']);

  const kind = { ...change, category: 'tuberculosis', version: 0, codes: [{ family: 'icd10' as const, prefix: 'a18' }, { family: 'loinc' as const, prefix: '75622-1' }] };
  await house.as(officer).run(changeSensitiveKind, kind);
  expect(await run()).toBe('done');
  expect(await seen()).toEqual(['plain']);
  const marked = await house.owner.query("select version, restricted from fhir.history where resource_id = 'later' union all select version, restricted from fhir.resource where resource_id = 'later' order by version");
  expect(marked).toEqual([{ version: 1, restricted: true }, { version: 2, restricted: true }]);
  expect((await house.as(officer).run(listSensitiveKinds, {})).reclassification).toMatchObject({ state: 'done', changed: 3 });

  await house.as(officer).run(changeSensitiveKind, { ...kind, version: 1, isActive: false, reason: '撤回该类别的遮蔽' });
  expect(await run()).toBe('done');
  expect(await seen()).toEqual(['labtest', 'later', 'plain']);
  const versions = await house.as(officer).run(listSensitiveKindVersions, { category: 'tuberculosis', limit: 50 });
  expect(versions.rows.map(({ version, isActive, reason, byName, codes }) => [version, isActive, reason, byName, codes.length])).toEqual([
    [2, false, '撤回该类别的遮蔽', officer.name, 2], [1, true, change.reason, officer.name, 2],
  ]);
});

test('what an author labelled R stays masked whatever the list; a delivered kind can be changed', async () => {
  await write([{ ...condition('labelled', 'I11'), meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }] } } as Resource]);
  const kinds = (await house.as(officer).run(listSensitiveKinds, {})).rows;
  const { category, version, titleZh, titleEn, codes } = kinds.find((kind) => kind.category === 'mental')!;
  expect(codes).toContainEqual({ family: 'icd10', prefix: 'F20' });
  await house.as(officer).run(changeSensitiveKind, { category, version, titleZh, titleEn, isActive: true, codes: codes.filter(({ prefix }) => prefix !== 'F20'), reason: '试行调整' });
  expect(await run()).toBe('done');
  expect(await seen()).toEqual(['labtest', 'later', 'plain', 'secret']);
});

test('work that is stopped and resumed goes on where it stopped, and a kill loses nothing of it', async () => {
  await started();
  const id = await latest();
  await house.owner.execute(`update jobs.task set resume_cursor = '{"table":1,"after":null,"changed":7}', progress_done = 5, state = 'running', started_at = now() where task_id = $1`, [id]);
  await house.as(officer).run(stopReclassification, {});
  expect(await run()).toBe('cancelled');
  await house.as(officer).run(resumeReclassification, {});
  expect(await latest()).not.toBe(id);
  expect(await run()).toBe('done');
  const [task] = await house.owner.query<{ changed: number }>("select (result ->> 'changed')::integer as changed from jobs.task where task_id = $1", [await latest()]);
  expect(task?.changed).toBe(7);
});
