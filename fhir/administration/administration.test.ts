import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { systemSubject } from '#platform/access/subject.ts';
import { startTask } from '#platform/jobs/task.ts';
import { claimSubscription, noteAttempt } from '../subscriptions/queue.ts';
import { findResource } from '../repository/read.ts';
import { writeResources } from '../repository/write.ts';
import { addSearchParameter, cancelFhirJob, listFhirDeliveries, listFhirJobs, listFhirSubscriptions, listSearchParameters, pauseSubscription, resumeFhirJob, resumeSubscription, retireSearchParameter, startReindex } from './contract.ts';
import { fhirAdministrationModule } from './module.ts';

let house: TestHouse;
let serial = 0;
beforeAll(async () => {
  house = await openTestHouse({ modules: [fhirAdministrationModule] });
  await house.addOrganisation('o1');
});
afterAll(() => house.close());

const administrator = () => house.subject({ roles: ['system-administrator'], organisationId: 'o1' });

/** Of a client, with one notice waiting. */
async function subscribe(state: 'active' | 'error' = 'active'): Promise<string> {
  const id = `subscription-${(serial += 1)}`;
  await house.database.transaction(async (tx) => {
    const resource = { resourceType: 'Subscription' as const, id, status: state, reason: '检验结果推送', criteria: 'Observation?patient=Patient/p1&code=x', channel: { type: 'rest-hook' as const, endpoint: 'https://lis.example:8443/in/secret-7?key=1' } };
    await writeResources({ tx, subject: systemSubject, now: new Date(), newId: () => id }, [{ method: 'put', resource, ownerOrganisationId: null }]);
  });
  await house.owner.execute(`insert into fhir.subscription (subscription_id, resource_type, client_id, state, failures, last_error) values ($1, 'Observation', 'client-7', $2, 3, 'status 503')`, [id, state]);
  await house.owner.execute(`insert into fhir.notice (subscription_id, resource_type, resource_id) values ($1, 'Observation', 'o1')`, [id]);
  return id;
}
const find = async (id: string) => (await house.as(await administrator()).run(listFhirSubscriptions, { limit: 500, offset: 0 })).rows.find((row) => row.id === id);

const parameter = () => ({ url: `urn:test:${(serial += 1)}`, code: `code-${serial}`, description: '民族', base: ['Patient'], type: 'token' as const, expression: "Patient.extension.where(url='urn:x').value" });
const add = async () => (await house.as(await administrator()).run(addSearchParameter, parameter())).id;
const begin = async (state: string, kind = 'fhir.reindex'): Promise<string> => {
  const id = `task-${(serial += 1)}`;
  await startTask(house.database, { subject: await administrator(), taskId: id, task: { kind, title: { zh: '任务', en: 'Work' }, input: { types: ['Patient'] } } });
  await house.owner.execute(`update jobs.task set state = $2, finished_at = case when $2 in ('done', 'failed', 'cancelled') then now() end, resume_cursor = null where task_id = $1`, [id, state]);
  return id;
};
const stateOf = async (id: string) => (await house.as(await administrator()).run(listFhirJobs, { limit: 500, offset: 0 })).rows.find((row) => row.id === id);

describe('subscriptions', () => {
  test('are shown with what waits and why it failed, without anything of a person or a key', async () => {
    const id = await subscribe();
    const row = await find(id);
    expect(row).toMatchObject({ resourceType: 'Observation', parameters: ['patient', 'code'], host: 'lis.example:8443', reason: '检验结果推送', state: 'active', waiting: 1, failures: 3, lastError: 'status 503' });
    expect(JSON.stringify(row)).not.toMatch(/p1|secret-7|key=1/);
  });

  test('that are paused are not sent for, and again when they are resumed', async () => {
    await house.owner.execute('delete from fhir.subscription');
    const id = await subscribe();
    await house.as(await administrator()).run(pauseSubscription, { id });
    expect(await claimSubscription(house.database)).toBeUndefined();
    await house.as(await administrator()).run(resumeSubscription, { id });
    expect((await claimSubscription(house.database))?.subscriptionId).toBe(id);
  });

  test('keep what was sent and what was not taken', async () => {
    const id = await subscribe();
    await noteAttempt(house.database, { subscriptionId: id, type: 'Observation' });
    await noteAttempt(house.database, { subscriptionId: id, type: 'Observation', reason: 'status 503' });
    const { rows, total } = await house.as(await administrator()).run(listFhirDeliveries, { id, limit: 1, offset: 0 });
    expect([total, rows.map(({ outcome, reason }) => [outcome, reason])]).toEqual([2, [['failed', 'status 503']]]);
    await house.owner.execute("update fhir.notice_attempt set attempted_at = now() - interval '8 days' where outcome = 'sent'");
    await house.runJob('fhir-administration.clear-attempts');
    expect((await house.as(await administrator()).run(listFhirDeliveries, { id, limit: 9, offset: 0 })).total).toBe(1);
  });

  proveCommand(pauseSubscription, {
    house: () => house,
    possible: async () => ({ input: { id: await subscribe() }, subject: await administrator() }),
    wrongState: async () => ({ input: { id: await subscribe('error') }, subject: await administrator(), code: 'fhir-administration.not-sending' }),
    effect: async (_house, _answer, { id }) => expect((await find(id))?.state).toBe('paused'),
  });

  proveCommand(resumeSubscription, {
    house: () => house,
    possible: async () => ({ input: { id: await subscribe('error') }, subject: await administrator() }),
    wrongState: async () => ({ input: { id: await subscribe() }, subject: await administrator(), code: 'fhir-administration.is-sending' }),
    effect: async (_house, _answer, { id }) => {
      expect(await find(id)).toMatchObject({ state: 'active', failures: 0, lastError: null });
      expect((await findResource(house.owner, 'Subscription', id))?.status).toBe('active');
    },
  });
});

describe('search parameters', () => {
  proveCommand(addSearchParameter, {
    house: () => house,
    possible: async () => ({ input: parameter(), subject: await administrator() }),
    wrongState: async () => {
      const taken = parameter();
      await house.as(await administrator()).run(addSearchParameter, taken);
      return { input: { ...taken, code: `${taken.code}-b` }, subject: await administrator(), code: 'fhir-administration.url-taken' };
    },
    effect: async (_house, { id }, { code }) => {
      const { rows } = await house.as(await administrator()).run(listSearchParameters, {});
      expect(rows.find((row) => row.id === id)).toMatchObject({ code, types: ['Patient'], state: 'indexing' });
    },
  });

  test.each([[{ base: ['Patientt'] }, 'fhir-administration.unknown-type'], [{ expression: 'Patient.nothing' }, 'fhir.invalid'], [{ code: 'name' }, 'fhir.invalid']])('with %j is refused', async (wrong, code) => {
    await expect(house.as(await administrator()).run(addSearchParameter, { ...parameter(), ...wrong })).rejects.toMatchObject({ code });
  });

  test('whose indexing was stopped say so', async () => {
    const id = await add();
    const row = async () => (await house.as(await administrator()).run(listSearchParameters, {})).rows.find((each) => each.id === id)!;
    await house.owner.execute("update jobs.task set state = 'cancelled', finished_at = now() where task_id = $1", [(await row()).jobId]);
    expect((await row()).state).toBe('stopped');
  });

  proveCommand(retireSearchParameter, {
    house: () => house,
    possible: async () => ({ input: { id: await add() }, subject: await administrator() }),
    wrongState: async () => ({ input: { id: 'nobody' }, subject: await administrator(), code: 'fhir-administration.unknown-parameter' }),
    effect: async (_house, _answer, { id }) => expect((await house.as(await administrator()).run(listSearchParameters, {})).rows.some((row) => row.id === id)).toBe(false),
  });
});

describe('bulk jobs', () => {
  proveCommand(startReindex, {
    house: () => house,
    possible: async () => ({ input: { type: 'Patient' }, subject: await administrator() }),
    wrongState: async () => ({ input: { type: 'Patientt' }, subject: await administrator(), code: 'fhir-administration.unknown-type' }),
    effect: async (_house, { id }) => expect(await stateOf(id)).toMatchObject({ kind: 'fhir.reindex', state: 'waiting' }),
  });

  proveCommand(cancelFhirJob, {
    house: () => house,
    possible: async () => ({ input: { id: await begin('running') }, subject: await administrator() }),
    wrongState: async () => ({ input: { id: await begin('done') }, subject: await administrator(), code: 'fhir-administration.job-over' }),
    effect: async (_house, _answer, { id }) => expect((await stateOf(id))?.isCancelRequested).toBe(true),
  });

  proveCommand(resumeFhirJob, {
    house: () => house,
    possible: async () => ({ input: { id: await begin('cancelled') }, subject: await administrator() }),
    wrongState: async () => ({ input: { id: await begin('cancelled', 'fhir.export') }, subject: await administrator(), code: 'fhir-administration.cannot-resume' }),
    effect: async (_house, _answer, { id }) => expect(await stateOf(id)).toMatchObject({ state: 'waiting', isCancelRequested: false }),
  });

  test('an import goes on only while what was sent is there', async () => {
    expect((await stateOf(await begin('failed', 'fhir.import')))?.canResume).toBe(false);
    expect((await stateOf(await begin('failed', 'fhir.export')))?.canResume).toBe(true);
  });

  test('work of other kinds is neither shown nor stopped', async () => {
    const id = await begin('running', 'exchange.table');
    expect(await stateOf(id)).toBeUndefined();
    await expect(house.as(await administrator()).run(cancelFhirJob, { id })).rejects.toMatchObject({ code: 'fhir-administration.job-over' });
  });

  test.each(['security-administrator', 'audit-administrator', 'integrator'])('a %s sees nothing of it', async (role) => {
    await expect(house.as(await house.subject({ roles: [role], organisationId: 'o1' })).run(listFhirJobs, { limit: 1, offset: 0 })).rejects.toMatchObject({ code: 'platform.forbidden' });
  });
});
