import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { httpJobs } from '#platform/http/housekeeping.ts';
import { contract } from './contract.ts';
import { identityJobs } from './housekeeping.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse({ modules: [{ contract, operations: [], reactions: [], jobs: [...identityJobs, ...httpJobs] }] });
});
afterAll(() => house.close());

it('takes away what is over and leaves what lives', async () => {
  await house.owner.execute(`insert into identity.account (account_id, login, login_key, name) values ('a', 'a', 'a', 'a')`);
  await house.owner.execute(`insert into identity.session (session_id, token_hash, account_id, expires_at, user_agent)
    values ('old', 'x', 'a', now() - interval '100 days', ''), ('live', 'y', 'a', now() + interval '1 day', '')`);
  await house.owner.execute(`insert into http.idempotency (subject_id, operation, idempotency_key, input_hash, answer, created_at)
    values ('a', 'o', 'old', '', '1', now() - interval '8 days'), ('a', 'o', 'new', '', '1', now())`);
  await house.runJob('identity.clear-ended');
  await house.runJob('http.clear-kept-answers');
  expect(await house.database.query('select session_id from identity.session')).toEqual([{ session_id: 'live' }]);
  expect(await house.database.query('select idempotency_key from http.idempotency')).toEqual([{ idempotency_key: 'new' }]);
});
