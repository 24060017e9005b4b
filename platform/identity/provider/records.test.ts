import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { createRecords } from './records.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

const AT_ONCE = 10;
const records = (kind: string) => createRecords(opened.database, { usedTwice: () => new Error('used twice') })(kind);

describe.each(['AuthorizationCode', 'RefreshToken'])('%s', (kind) => {
  const kept = async () => {
    const [id, grantId] = [randomUUID(), randomUUID()];
    await records('Grant').upsert(grantId, { jti: grantId } as never, 600);
    await records(kind).upsert(id, { grantId } as never, 600);
    return { id, grantId };
  };

  it('is used once, and nobody is refused the first time', async () => {
    const { id, grantId } = await kept();
    await records(kind).consume(id);
    expect(await records(kind).find(id)).toMatchObject({ grantId, consumed: expect.any(Number) });
    expect(await records('Grant').find(grantId)).toBeDefined();
  });

  it('lets one of ten in who had all looked before, and ends the grant with whatever they got', async () => {
    const { id, grantId } = await kept();
    const answers = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => records(kind).consume(id)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    // Written by the one who came first, after the others were refused.
    await records('RefreshToken').upsert(randomUUID(), { grantId } as never, 600);
    expect([await records(kind).find(id), await records('Grant').find(grantId)]).toEqual([undefined, undefined]);
  });
});
