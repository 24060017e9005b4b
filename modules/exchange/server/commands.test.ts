import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bulkLoadConsortium } from '#modules/consortium/server/api.ts';
import { consortiumModule } from '#modules/consortium/server/module.ts';
import { residentsModule } from '#modules/residents/server/module.ts';
import type { Subject } from '#platform/access/subject.ts';
import { runTask } from '#platform/jobs/task.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { getMapping, previewOutgoing, saveMapping } from '../contract/mappings.ts';
import { applyMessage, countMessages, getMessage, listMessages, readMessageBody, rerunMessage, rerunMessages, sendMessage, setMessageAside } from '../contract/messages.ts';
import { changeSite, connectionCoverage, registerSite } from '../contract/sites.ts';
import { cancelTableImport, importTable, listTableFaults, listTableImports, previewTable } from '../contract/tables.ts';
import { tableTask } from './commands/receive/import-task.ts';
import { exchangeModule } from './module.ts';
import { keepMessage } from './store/messages.ts';

let house: TestHouse;
let desk: Subject;
let nobody: Subject;
let serial = 0;
const next = (): number => (serial += 1);
const give = () => house;

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
const admission = (number: number, event = 'A04', type = 'ADT'): string =>
  `MSH|^~\\&|HIS|LEAD|Y||20261102090000||${type}^${event}|M${number}|P|2.5.1\rEVN|${event}|20261102090000\rPID|1||P${number}^^^LEAD^MR||试${number}^人||1960${String((number % 12) + 1).padStart(2, '0')}01|M\rPV1|1|O|门诊||||||||||||||||V${number}\r`;
const apply = (text: string, subject = desk) => house.as(subject).run(applyMessage, { content: base64(text), fileName: 'a.hl7' });
const total = async (text: string, values: unknown[] = []): Promise<number> => (await house.owner.query<{ total: number }>(`select count(*) as total from ${text}`, values))[0]!.total;

/** A message that was refused for its type. */
const dead = async (): Promise<string> => (await apply(admission(next(), 'Z99', 'ZZZ'))).messages[0]!.id;
const applied = async (): Promise<string> => (await apply(admission(next()))).messages[0]!.id;
const register = async (target = true) => house.as(desk).run(registerSite, siteInput(target));
const siteInput = (target = true) => ({ organisationId: 'lead', name: '医院信息系统', application: `APP${next()}`, facility: 'LEAD', receives: true, dayZone: '+08:00', targetUsesTls: false, ...(target ? { targetHost: '127.0.0.1', targetPort: 9 } : {}) });
const person = async (): Promise<string> => {
  const id = await applied();
  return (await house.owner.query<{ personId: string }>('select person_id as "personId" from exchange.message_state where message_id = $1', [id]))[0]!.personId;
};
const table = (rows: string): { content: string; fileName: string; target: 'residents'; columns: Record<string, string> } => ({ content: base64(`姓名,性别,出生日期,身份证号\n${rows}`), fileName: 'a.csv', target: 'residents', columns: { 姓名: 'name', 性别: 'sex', 出生日期: 'birthDate', 身份证号: 'idCard' } });

beforeAll(async () => {
  house = await openTestHouse({ modules: [consortiumModule, residentsModule, exchangeModule] });
  const organisation = (id: string) => ({
    id, name: `测试${id}`, shortName: null, pinyin: id, level: 'county' as const, kind: 'hospital' as const, ownership: 'public' as const, isLegalPerson: true, creditCode: null, insuranceCode: null, divisionCode: null, parentId: null,
    longitude: null, latitude: null, bedCount: 0, telephone: null, address: null,
  });
  await house.database.transaction((tx) => bulkLoadConsortium(tx, { organisations: [organisation('lead'), organisation('elsewhere')], consortia: [], memberships: [], agreements: [], serviceCentres: [], diseaseLists: [], areas: [], grids: [], escalationContacts: [] }));
  desk = await house.subject({ roles: ['integrator'], organisationId: 'lead' });
  nobody = await house.subject({ roles: ['integrator'], organisationId: null });
});
afterAll(() => house.close());

describe('applyMessage', () => {
  proveCommand(applyMessage, {
    house: give,
    possible: async () => ({ subject: desk, input: { content: base64(admission(next())), fileName: 'a.hl7' } }),
    wrongState: async () => ({ subject: nobody, input: { content: base64(admission(next())), fileName: 'a.hl7' }, code: 'exchange.no-organisation' }),
    effect: async (_house, answer) => {
      expect(answer.messages[0]).toMatchObject({ state: 'applied', messageType: 'ADT^A04' });
      expect(await total('fhir.resource where resource_type = $1 and owner_organisation_id = $2 and not deleted', ['Encounter', 'lead'])).toBeGreaterThan(0);
    },
  });

  it('knows a person by the local number again and joins two numbers by a merge message', async () => {
    const [first, second] = [next(), next()];
    await apply(admission(first));
    await apply(admission(second));
    const again = await apply(admission(first, 'A08').replace(`M${first}|`, `M${first}b|`));
    expect(again.messages[0]).toMatchObject({ state: 'applied' });
    const persons = async () => total(`(select distinct person_id from exchange.person_number) as p`);
    const before = await persons();
    const merge = admission(first, 'A40').replace(`M${first}|`, `M${first}c|`).replace(/PV1.*\r/, `MRG|P${second}^^^LEAD^MR\r`);
    expect((await apply(merge)).messages[0]).toMatchObject({ state: 'applied' });
    expect(await persons()).toBe(before - 1);
  });

  it('answers the same message again without a second effect', async () => {
    const text = admission(next());
    const [first] = (await apply(text)).messages;
    const resources = await total('fhir.history');
    const [second] = (await apply(text.replace('20261102090000||ADT', '20261102090500||ADT'))).messages;
    expect(second).toMatchObject({ state: 'repeated', answer: first!.answer });
    expect(await total('fhir.history')).toBe(resources);
  });

  it('refuses with segment and field and keeps what it refused', async () => {
    const [answer] = (await apply(admission(next()).replace(/\|M\d+\|P\|/, '||P|'))).messages;
    expect(answer).toMatchObject({ state: 'dead', code: 'v2.required-field', place: 'MSH-10' });
    expect(answer!.answer).toMatch(/\rERR\|\|MSH\^1\^10\|101/);
  });
});

describe('messages', () => {
  proveCommand(rerunMessage, {
    house: give,
    possible: async () => ({ subject: desk, input: { id: await dead() } }),
    wrongState: async () => ({ subject: desk, input: { id: await applied() }, code: 'exchange.message-wrong-state' }),
    effect: async (_house, answer, { id }) => {
      expect(answer).toMatchObject({ state: 'dead', code: 'v2.unknown-type' });
      expect(await total("exchange.message_event where message_id = $1 and event in ('resent', 'dead')", [id])).toBe(3);
    },
  });
  proveCommand(rerunMessages, {
    house: give,
    possible: async () => ({ subject: desk, input: { ids: [await dead(), await dead()] } }),
    wrongState: async () => ({ subject: desk, input: { ids: [await applied()] }, code: 'exchange.message-wrong-state' }),
    effect: async (_house, answer, { ids }) => {
      expect(answer).toEqual({ asked: 2 });
      expect(await total("exchange.message_state where message_id = any($1) and state = 'failed'", [ids])).toBe(2);
    },
  });
  proveCommand(setMessageAside, {
    house: give,
    possible: async () => ({ subject: desk, input: { id: await dead(), reason: '不需要' } }),
    wrongState: async () => ({ subject: desk, input: { id: await applied(), reason: '不需要' }, code: 'exchange.message-wrong-state' }),
    effect: async (_house, answer) => expect(answer).toMatchObject({ state: 'set-aside' }),
  });
  proveCommand(readMessageBody, {
    house: give,
    possible: async () => ({ subject: desk, input: { id: await applied(), reason: '核对接口' } }),
    wrongState: async () => ({ subject: desk, input: { id: 'unknown', reason: '核对接口' }, code: 'exchange.message-unknown' }),
    effect: async (_house, answer) => expect(answer.text).toContain('PID|1||P'),
  });

  it('are seen by their organisation only', async () => {
    const id = await applied();
    const other = await house.subject({ roles: ['integrator'], organisationId: 'elsewhere' });
    await expect(house.as(other).run(getMessage, { id })).rejects.toMatchObject({ code: 'exchange.message-unknown' });
    expect((await house.as(other).run(listMessages, { limit: 50, offset: 0 })).total).toBe(0);
    expect((await house.as(desk).run(getMessage, { id })).events.map(({ event }) => event)).toEqual(['received', 'applied']);
  });
});

it('messages that wait for more than ten minutes are an alarm, with the moment of the first', async () => {
  const before = await house.as(desk).run(countMessages, {});
  const keptAt = new Date(house.clock.now().getTime() - 11 * 60_000);
  await keepMessage(house.database, { messageId: 'stuck-1', organisationId: 'lead', direction: 'in', channel: 'mllp', body: Buffer.from(admission(next())), peer: null, at: keptAt, byId: 'test' });
  await keepMessage(house.database, { messageId: 'fresh-1', organisationId: 'lead', direction: 'in', channel: 'mllp', body: Buffer.from(admission(next())), peer: null, at: house.clock.now(), byId: 'test' });
  const after = await house.as(desk).run(countMessages, {});
  expect([after.stuck - before.stuck, after.oldestStuckAt]).toEqual([1, keptAt.toISOString()]);
});

describe('sendMessage', () => {
  it('writes by the mapping in force, also one that was saved here, and for an order', async () => {
    const { text, versionNo } = await house.as(desk).run(getMapping, { name: 'out-adt' });
    await house.as(desk).run(saveMapping, { name: 'out-adt', text: text.replace('as: stamp', 'as: day'), note: '只要日期', basedOn: versionNo });
    const { id } = await house.as(desk).run(sendMessage, { siteId: (await register()).id, resource: `Patient/${await person()}`, event: 'ADT^A08' });
    expect((await house.as(desk).run(readMessageBody, { id, reason: '核对' })).text).toMatch(/\rEVN\|A08\|\d{8}\r/);
    await expect(house.as(desk).run(saveMapping, { name: 'adt', text, note: '改向', basedOn: 0 })).rejects.toMatchObject({ code: 'exchange.mapping-invalid' });
    const sample = JSON.stringify([{ resourceType: 'Patient', id: 'p', name: [{ text: '甲' }] }, { resourceType: 'ServiceRequest', id: 's', status: 'active', code: { text: '胸片' } }]);
    const preview = await house.as(desk).run(previewOutgoing, { resources: sample, event: 'OML^O21' });
    expect(preview.message).toMatch(/\rOBR\|1\|s\|\|\^胸片/);
    expect(preview.readBack.map(({ resourceType }) => resourceType)).toEqual(expect.arrayContaining(['Patient', 'ServiceRequest']));
    await expect(house.as(desk).run(previewOutgoing, { resources: '{', event: 'OML^O21' })).rejects.toMatchObject({ code: 'exchange.mapping-invalid' });
  });

  proveCommand(sendMessage, {
    house: give,
    possible: async () => ({ subject: desk, input: { siteId: (await register()).id, resource: `Patient/${await person()}`, event: 'ADT^A08' } }),
    wrongState: async () => ({ subject: desk, input: { siteId: (await register(false)).id, resource: `Patient/${await person()}`, event: 'ADT^A08' }, code: 'exchange.site-sends-nowhere' }),
    effect: async (_house, answer) => {
      expect(answer.state).toBe('queued');
      expect((await house.as(desk).run(readMessageBody, { id: answer.id, reason: '核对' })).text).toMatch(/^MSH\|\^~\\&\|YIGONG\|.*\rEVN\|A08.*\rPID\|1\|\|/);
    },
  });
});

describe('sites', () => {
  proveCommand(registerSite, {
    house: give,
    possible: async () => ({ subject: desk, input: siteInput() }),
    wrongState: async () => ({ subject: desk, input: { ...siteInput(), targetPort: undefined }, code: 'exchange.site-target-incomplete' }),
    effect: async (_house, answer) => expect(answer).toMatchObject({ organisationName: '测试lead', isActive: true }),
  });
  proveCommand(changeSite, {
    house: give,
    possible: async () => ({ subject: desk, input: { ...siteInput(), id: (await register()).id, isActive: false } }),
    wrongState: async () => ({ subject: desk, input: { ...siteInput(), application: (await register()).application, id: (await register()).id, isActive: true }, code: 'exchange.site-name-taken' }),
    effect: async (_house, answer) => expect(answer.isActive).toBe(false),
  });

  it('are counted by level (R018)', async () => {
    await register();
    expect(await house.as(desk).run(connectionCoverage, {})).toMatchObject({ days: 30, levels: [{ level: 'county', organisations: 1, registered: 1 }] });
  });
});

describe('saveMapping', () => {
  const newest = async () => (await house.as(desk).run(getMapping, { name: 'scheduling' }));
  proveCommand(saveMapping, {
    house: give,
    possible: async () => {
      const { text, versionNo } = await newest();
      return { subject: desk, input: { name: 'scheduling', text, note: '试改', basedOn: versionNo } };
    },
    wrongState: async () => ({ subject: desk, input: { name: 'scheduling', text: (await newest()).text, note: '试改', basedOn: 999 }, code: 'exchange.mapping-changed' }),
    effect: async (_house, answer, { basedOn }) => expect(answer.versionNo).toBe(basedOn + 1),
  });

  it('names the line of a mistake', async () => {
    const { text, versionNo } = await newest();
    const broken = text.replace('type: Appointment', 'type: Apointment');
    await expect(house.as(desk).run(saveMapping, { name: 'scheduling', text: broken, note: '试改', basedOn: versionNo })).rejects.toMatchObject({ code: 'exchange.mapping-invalid' });
  });
});

describe('tables', () => {
  proveCommand(importTable, {
    house: give,
    possible: async () => ({ subject: desk, input: table(`测试${next()},男,1960-01-01,\n`) }),
    wrongState: async () => ({ subject: desk, input: { ...table('x'), columns: {} }, code: 'exchange.columns-missing' }),
    effect: async (_house, answer) => expect(answer).toMatchObject({ state: 'waiting', total: 1 }),
  });
  proveCommand(cancelTableImport, {
    house: give,
    possible: async () => ({ subject: desk, input: { id: (await house.as(desk).run(importTable, table('甲,男,1960-01-01,\n'))).id } }),
    wrongState: async () => {
      const { id, taskId } = await house.as(desk).run(importTable, table(`乙${next()},男,1961-01-01,\n`));
      await work(taskId);
      return { subject: desk, input: { id }, code: 'exchange.import-over' };
    },
    effect: async (_house, answer) => expect(answer.outcomes).toEqual({}),
  });
  const work = (taskId: string) => runTask({ database: house.database, clock: house.clock, ids: { newId: () => `table-${next()}` } }, tableTask, taskId);

  it('stop while they run: what was written stays, the rest is not begun', async () => {
    const rows = Array.from({ length: 400 }, (_, index) => `批${index}号,男,19${String(50 + (index % 40))}-0${(index % 9) + 1}-1${index % 9},\n`).join('');
    const { id, taskId } = await house.as(desk).run(importTable, table(rows));
    const running = work(taskId);
    const written = (): Promise<number> => total('exchange.table_row where import_id = $1', [id]);
    await expect.poll(written, { timeout: 90_000, interval: 20 }).toBeGreaterThan(0);
    await house.as(desk).run(cancelTableImport, { id });
    // A worker passes over a row that the cancelling holds, and comes again.
    await running;
    expect(await work(taskId)).toBe('cancelled');
    const stayed = await written();
    expect(stayed).toBeGreaterThan(0);
    expect(stayed).toBeLessThan(400);
    expect((await house.as(desk).run(listTableImports, { limit: 100, offset: 0 })).rows.find((row) => row.id === id)).toMatchObject({ state: 'cancelled' });
  }, 120_000);

  it('refuse row by row, with the column and the reason, and write the others', async () => {
    const rows = '王一,男,1958-02-31,\n李二,男,１９６０/１/２,\n赵三,女,,11010519491231002X\n钱四,男,,110105491231002\n,男,1970-01-01,\n孙五,男,1970-01-01,110105194912310021\n';
    const input = table(rows);
    expect(await house.as(desk).run(previewTable, { content: input.content, fileName: 'a.csv', target: 'residents' })).toMatchObject({ total: 6, columns: input.columns });
    const { id, taskId } = await house.as(desk).run(importTable, input);
    expect(await work(taskId)).toBe('done');
    const { rows: faults } = await house.as(desk).run(listTableFaults, { id, limit: 100, offset: 0 });
    expect(faults.map(({ rowNo, column, code }) => [rowNo, column, code])).toEqual([
      [2, '出生日期', 'date-not-real'], [5, '性别', 'sex-differs'], [6, '姓名', 'name-missing'], [7, '身份证号', 'id-card-check-character'],
    ]);
    expect(await total("exchange.table_row where import_id = $1 and outcome <> 'refused'", [id])).toBe(2);
  });
});
