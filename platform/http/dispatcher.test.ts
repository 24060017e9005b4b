import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Subject } from '#platform/access/subject.ts';
import { countNotes, createFixtureTables, fixtureModule, listNotes, writeNote } from '#platform/testing/fixture-module.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';

let house: TestHouse;
let writer: Subject;
let reader: Subject;

beforeAll(async () => {
  house = await openTestHouse({ modules: [fixtureModule()] });
  await createFixtureTables(house.owner);
  await house.addOrganisation('county');
  await house.addOrganisation('hospital', 'county');
  await house.addOrganisation('township', 'county');
  writer = await house.subject({ roles: ['specialist'], organisationId: 'hospital' });
  reader = await house.subject({ roles: ['township-doctor'], organisationId: 'township' });
});

afterAll(() => house.close());
beforeEach(() => house.owner.execute('truncate note.note, note.counted, http.idempotency'));

const note = { organisationId: 'hospital', words: 'hello' };
const count = async (sql: string) => (await house.owner.query<{ count: number }>(`select count(*) as count from ${sql}`))[0]!.count;

describe('the road of every operation', () => {
  it('refuses a subject without the permission and records the refusal', async () => {
    const before = await count("audit.entry where outcome = 'refused' and action = 'note.write'");
    await expect(house.as(reader).run(writeNote, note)).rejects.toMatchObject({ code: 'platform.forbidden' });
    expect(await count("audit.entry where outcome = 'refused' and action = 'note.write'")).toBe(before + 1);
  });

  it('refuses an organisation outside the scope', async () => {
    await expect(house.as(writer).run(writeNote, { ...note, organisationId: 'township' })).rejects.toMatchObject({
      code: 'platform.organisation-forbidden',
    });
  });

  it('names every wrong place of the input in both languages', async () => {
    await expect(house.as(writer).run(writeNote, { organisationId: 'hospital', words: '' })).rejects.toMatchObject({
      code: 'platform.invalid-input',
      details: [{ path: 'words', message: { zh: '请填写内容', en: 'Write something' } }],
    });
  });

  it('keeps rows, audit and event together, and none of them when the command fails', async () => {
    const before = await count("events.outbox where name = 'note.written'");
    const answer = await house.as(writer).run(writeNote, note);
    expect(await countNotes(house.database, 'note')).toBe(1);
    expect(await count(`audit.entry where resource = 'note/${answer.id}' and outcome = 'success'`)).toBe(1);
    expect(await count("events.outbox where name = 'note.written'")).toBe(before + 1);
    await expect(house.as(writer).run(writeNote, { ...note, words: 'forbidden' })).rejects.toMatchObject({ code: 'note.forbidden-word' });
    expect(await countNotes(house.database, 'note')).toBe(1);
    expect(await count("events.outbox where name = 'note.written'")).toBe(before + 1);
  });

  it('has one effect and one answer when the same key comes eight times at once and three times in turn', async () => {
    const run = () => house.as(writer).run(writeNote, note, { key: 'once' });
    const answers = await Promise.all(Array.from({ length: 8 }, run));
    for (let turn = 0; turn < 3; turn += 1) answers.push(await run());
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
    expect(await countNotes(house.database, 'note')).toBe(1);
  });

  it('refuses a key used before with other content, and keeps the keys of two subjects apart', async () => {
    await house.as(writer).run(writeNote, note, { key: 'mine' });
    await expect(house.as(writer).run(writeNote, { ...note, words: 'other' }, { key: 'mine' })).rejects.toMatchObject({
      code: 'platform.key-reused',
    });
    const colleague = await house.subject({ roles: ['specialist'], organisationId: 'hospital', id: 'colleague' });
    await house.as(colleague).run(writeNote, { ...note, words: 'other' }, { key: 'mine' });
    expect(await countNotes(house.database, 'note')).toBe(2);
  });

  it('shows a list only what lies in the organisations of the subject', async () => {
    await house.as(writer).run(writeNote, note);
    expect((await house.as(writer).run(listNotes, { limit: 50 })).notes).toHaveLength(1);
    expect((await house.as(reader).run(listNotes, { limit: 50 })).notes).toHaveLength(0);
    const county = await house.subject({ roles: ['specialist'], organisationId: 'county' });
    expect((await house.as(county).run(listNotes, { limit: 50 })).notes).toHaveLength(1);
  });
});
