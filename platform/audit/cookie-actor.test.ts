import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import { createFixtureTables, fixtureModule } from '#platform/testing/fixture-module.ts';
import { openTestHttp, OWN_PAGE, type TestHttp } from '#platform/testing/test-http.ts';

let http: TestHttp;
beforeAll(async () => {
  http = await openTestHttp({ modules: [fixtureModule()] });
  await createFixtureTables(http.database.owner);
  await registerOrganisation(http.database.database, { organisationId: 'hospital', parentId: null });
});
afterAll(() => http.close());

it('an act by cookie is recorded under the account that did it, also of two at once', async () => {
  const people = await Promise.all(['first-doctor', 'second-doctor'].map(async (login) => {
    const accountId = await http.addStaff({ login, password: 'Tivoka-bemuru-4829', role: 'specialist', organisationId: 'hospital' });
    return { login, accountId, cookie: (await http.signIn(login, 'Tivoka-bemuru-4829')).cookie };
  }));
  await Promise.all(Array.from({ length: 20 }, async (_, turn) => {
    const { cookie, login } = people[turn % 2]!;
    const answer = await http.server.inject({ method: 'POST', url: '/api/notes/hospital', headers: { ...OWN_PAGE, cookie, 'idempotency-key': randomUUID() }, payload: { words: `${login} ${turn}` } });
    expect(answer.statusCode, answer.body).toBe(200);
  }));
  const acts = await http.database.owner.query<{ subject_id: string; acts: number }>(
    "select subject_id, count(*)::int as acts from audit.entry where action = 'note.write' and outcome = 'success' group by 1 order by 1");
  expect(acts).toEqual(people.map(({ accountId }) => ({ subject_id: accountId, acts: 10 })).sort((a, b) => (a.subject_id < b.subject_id ? -1 : 1)));
});
