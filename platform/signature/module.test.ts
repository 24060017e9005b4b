import { afterAll, beforeAll, describe, expect } from 'vitest';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { verifySignatures } from './contract.ts';
import { RECHECK_TASK, signatureModule } from './module.ts';

describe('signatures as a room', () => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openTestHouse({ modules: [signatureModule([])] });
    await house.addOrganisation('o1');
  });
  afterAll(() => house?.close());
  const auditor = () => house.subject({ roles: ['audit-administrator'], organisationId: 'o1' });
  const noCheck = () => house.owner.execute("update jobs.task set state = 'done', finished_at = now() where finished_at is null");

  proveCommand(verifySignatures, {
    house: () => house,
    possible: async () => {
      await noCheck();
      return { input: {}, subject: await auditor() };
    },
    wrongState: async () => {
      await noCheck();
      await house.as(await auditor()).run(verifySignatures, {});
      return { input: {}, subject: await auditor(), code: 'signature.verification-running' };
    },
    effect: async ({ database }, { taskId }) => {
      expect(await database.query('select kind from jobs.task where task_id = $1', [taskId])).toEqual([{ kind: RECHECK_TASK }]);
    },
  });
});
