import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAccount } from '#platform/identity/accounts.ts';
import { renewRecoveryCodes, spendRecoveryCode } from '#platform/identity/factors/recovery-codes.ts';
import { createSetupLink, redeemSetupLink } from '#platform/identity/setup-links.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { Problem } from '#platform/kernel/problem.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';

/** 50 clients × 200 rounds for what is used once; slots and beds: modules/scheduling/server/capacity.test.ts, codes of residents: known-drills.test.ts. */
const CLIENTS = 50;
const ROUNDS = 200;
/** Each round of a link hashes a password with Argon2. */
const LINK_ROUNDS = 20;

describe('what works once', { timeout: 120_000 }, () => {
  let opened: TestDatabase;
  let accounts = 0;
  beforeAll(async () => {
    opened = await openTestDatabase();
  });
  afterAll(() => opened.close());

  const account = async (): Promise<string> => {
    const accountId = randomUUID();
    await createAccount(opened.database, { accountId, login: `single-use-${(accounts += 1)}`, name: '测试人员', organisationId: 'hospital' });
    return accountId;
  };

  test('a recovery code lets one of fifty in, two hundred times', async () => {
    const accountId = await account();
    const taken: number[] = [];
    let codes: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      if (codes.length === 0) codes = await renewRecoveryCodes(opened.database, accountId);
      const code = codes.pop() ?? '';
      const answers = await Promise.all(Array.from({ length: CLIENTS }, () => spendRecoveryCode(opened.database, accountId, code)));
      taken.push(answers.filter(Boolean).length);
    }
    expect(taken).toEqual(Array.from({ length: ROUNDS }, () => 1));
  });

  test('a set-up link sets the password of one of fifty, the others are told', async () => {
    const settings = { database: opened.database, clock: systemClock, ids: { newId: () => randomUUID() } };
    for (let round = 0; round < LINK_ROUNDS; round += 1) {
      const accountId = await account();
      const token = await createSetupLink(opened.database, { accountId });
      const answers = await Promise.allSettled(Array.from({ length: CLIENTS }, () => redeemSetupLink(settings, { token, password: 'Tivoka-bemuru-4829' })));
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const refused = answers.flatMap((each) => (each.status === 'rejected' ? [each.reason instanceof Problem ? each.reason.code : String(each.reason)] : []));
      expect(new Set(refused)).toEqual(new Set(['identity.setup-link-invalid']));
    }
  });
});
