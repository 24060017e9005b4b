import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { endRecordBasis, grantRecordBasis } from '#platform/access/record-basis.ts';
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

  it('shows a kept answer as long as the right under which it was given, and says that it was shown again', async () => {
    const about = { ...note, personId: 'anna' };
    const ground = { personId: 'anna', organisationId: 'hospital', basis: 'treatment', validFrom: new Date(0), validUntil: null } as const;
    const again = () => count("audit.entry where action = 'http.answered-again' and person_id = 'anna' and basis = 'treatment'");
    await grantRecordBasis(house.database, { ...ground, source: 'note/hello' });
    const answer = await house.as(writer).run(writeNote, about, { key: 'anna' });
    const before = await again();
    expect(await house.as(writer).run(writeNote, about, { key: 'anna' })).toEqual(answer);
    expect(await again()).toBe(before + 1);
    await endRecordBasis(house.database, { source: 'note/hello', at: new Date() });
    await expect(house.as(writer).run(writeNote, about, { key: 'anna' })).rejects.toMatchObject({ code: 'platform.record-forbidden' });
    expect(await count("audit.entry where outcome = 'refused' and person_id = 'anna' and action = 'note.write'")).toBe(1);
    expect(await countNotes(house.database, 'note')).toBe(1);
  });

  it('gives the same answer to eight at once although the right was made while seven of them waited', async () => {
    const welcome = { ...note, words: 'welcome', personId: 'dora' };
    const before = house.clock.now();
    // Later than the beginning of all eight transactions.
    house.clock.set(new Date(Date.now() + 5_000));
    const answers = await Promise.all(Array.from({ length: 8 }, () => house.as(writer).run(writeNote, welcome, { key: 'dora' })));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(await count("access.record_basis where person_id = 'dora'")).toBe(1);
    expect(await count("http.idempotency where person_id = 'dora'")).toBe(1);
    house.clock.set(before);
  });

  it('repeats the answer of a command that ended the right by itself, and of one that never had it', async () => {
    await grantRecordBasis(house.database, { personId: 'bella', organisationId: 'hospital', basis: 'treatment', validFrom: new Date(0), validUntil: null, source: 'note/hello' });
    const goodbye = { ...note, words: 'goodbye', personId: 'bella' };
    const answer = await house.as(writer).run(writeNote, goodbye, { key: 'bella' });
    expect(await house.as(writer).run(writeNote, goodbye, { key: 'bella' })).toEqual(answer);
    const unknown = await house.as(writer).run(writeNote, { ...note, personId: 'carla' }, { key: 'carla' });
    expect(await house.as(writer).run(writeNote, { ...note, personId: 'carla' }, { key: 'carla' })).toEqual(unknown);
  });

  it('shows no kept answer of an organisation for which somebody no longer acts', async () => {
    await house.as(writer).run(writeNote, note, { key: 'moved' });
    const elsewhere = { ...writer, organisationId: 'township', organisationIds: ['township'] };
    await expect(house.as(elsewhere).run(writeNote, note, { key: 'moved' })).rejects.toMatchObject({ code: 'platform.organisation-forbidden' });
  });

  it('records a list on which persons stand, with who stood on it, and none where nobody stands', async () => {
    const entries = () => house.owner.query<{ personId: string | null; detail: unknown }>("select person_id as \"personId\", detail from audit.entry where action = 'note.read' order by entry_id");
    const list = () => house.as(writer).run(listNotes, { limit: 50 });
    await list();
    await house.as(writer).run(writeNote, note);
    await list();
    expect(await entries()).toEqual([]);
    await house.as(writer).run(writeNote, { ...note, words: 'of anna' });
    await list();
    await house.as(writer).run(writeNote, { ...note, words: 'of bella' });
    await house.as(writer).run(writeNote, { ...note, words: 'of anna' });
    await list();
    expect(await entries()).toEqual([
      { personId: 'anna', detail: { operation: 'listNotes', persons: 1 } },
      { personId: null, detail: { operation: 'listNotes', persons: 2, ids: expect.arrayContaining(['anna', 'bella']) as unknown } },
    ]);
  });

  it('shows a list only what lies in the organisations of the subject', async () => {
    await house.as(writer).run(writeNote, note);
    expect((await house.as(writer).run(listNotes, { limit: 50 })).notes).toHaveLength(1);
    expect((await house.as(reader).run(listNotes, { limit: 50 })).notes).toHaveLength(0);
    const county = await house.subject({ roles: ['specialist'], organisationId: 'county' });
    expect((await house.as(county).run(listNotes, { limit: 50 })).notes).toHaveLength(1);
  });
});
