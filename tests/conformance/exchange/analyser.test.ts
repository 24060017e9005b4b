import { afterAll, beforeAll, expect, it } from 'vitest';
import { enterResults, getSpecimen, moveSpecimen, registerSpecimen, verifyResults } from '#modules/laboratory/contract/specimens.ts';
import { laboratoryModule } from '#modules/laboratory/server/module.ts';
import { bulkLoadResidents } from '#modules/residents/server/api.ts';
import { writeResources } from '#fhir/repository/write.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { openMllp } from '#platform/mllp/sender.ts';
import { openExchangeHouse, type ExchangeHouse } from './exchange-house.ts';

const PERSON = '00000000-0000-7000-8000-0000000000a1';
let exchange: ExchangeHouse;
let nurse: Subject;
let analyst: Subject;
let serial = 0;

beforeAll(async () => {
  exchange = await openExchangeHouse([laboratoryModule]);
  const { house } = exchange;
  await house.addOrganisation('township');
  nurse = await house.subject({ roles: ['township-doctor'], organisationId: 'township' });
  analyst = await house.subject({ roles: ['laboratory-staff'], organisationId: 'hospital' });
  await exchange.register([{ application: 'COBAS', facility: 'LAB' }]);
  await house.database.transaction(async (tx) => {
    const newId = (): string => `analyser-${(serial += 1)}`;
    await bulkLoadResidents(tx, { registeredAt: house.clock.now(), newId, entries: [{ residentId: PERSON, ownerOrganisationId: 'township', kind: 'resident', name: '赵一', sex: 'male', birthDate: '1960-01-01', phone: null, address: null, identifiers: [], birthOrder: null, motherId: null } as never] });
    await writeResources({ tx, subject: systemSubject, now: house.clock.now(), newId }, [{ method: 'put', ownerOrganisationId: 'township', resource: { resourceType: 'Patient', id: PERSON, name: [{ text: '赵一' }] } }]);
  });
}, 60_000);
afterAll(() => exchange?.close());

async function tube(state: 'received' | 'analysing'): Promise<{ id: string; tubeCode: string }> {
  const { house } = exchange;
  const tubeCode = `AN-${String((serial += 1)).padStart(5, '0')}`;
  const { id } = await house.as(nurse).run(registerSpecimen, { personId: PERSON, tubeCode, part: 'laboratory', kind: '静脉血', items: ['2823-3'], laboratoryOrganisationId: 'hospital', temperatureClass: 'cold', isUrgent: false, isFrozenSection: false });
  await house.as(nurse).run(moveSpecimen, { id, action: 'collect' });
  await house.as(analyst).run(moveSpecimen, { id, action: 'receive' });
  if (state === 'analysing') await house.as(analyst).run(moveSpecimen, { id, action: 'analyse' });
  return { id, tubeCode };
}

async function answerTo(lines: readonly string[]): Promise<string> {
  const connection = await openMllp({ host: '127.0.0.1', port: exchange.port, usesTls: false });
  try {
    return (await connection.exchange(Buffer.from([`MSH|^~\\&|COBAS|LAB|YIGONG||20261123090000||ORU^R01^ORU_R01|C${(serial += 1)}|P|2.5.1|||||CHN|UNICODE UTF-8`, ...lines, ''].join('\r'), 'utf8'))).toString('utf8');
  } finally {
    connection.close();
  }
}
const potassium = (value: string, unit = 'mmol/L'): string => `OBX|1|NM|K^钾^99COBAS^2823-3^血钾^LN||${value}|${unit}|3.5-5.3|H|||F`;
const valuesOf = async (id: string) => (await exchange.house.as(analyst).run(getSpecimen, { id })).results.map(({ code, value, flag, verifiedAt, enteredByName }) => ({ code, value, flag, verifiedAt, enteredByName }));
const observations = async (): Promise<number> => (await exchange.house.owner.query<{ total: number }>("select count(*)::int as total from fhir.resource where resource_type = 'Observation'"))[0]!.total;

it('what an analyser sends for a tube waits there for a person, and is no Observation before', async () => {
  const { id, tubeCode } = await tube('received');
  const before = await observations();
  expect(await answerTo([`OBR|1||${tubeCode}|K^钾|||20261123085500`, potassium('6.8'), 'OBX|2|NM|777-3^PLT^LN||210|10^9/L||||||F', 'OBX|3|NM|ZZZ^?^L||1|||||||F', 'OBX|4|ST|2951-2^Na^LN||溶血||||||F'])).toMatch(/MSA\|AA/);
  expect(await valuesOf(id)).toEqual([{ code: '2823-3', value: 6.8, flag: 'H', verifiedAt: null, enteredByName: 'COBAS' }, { code: '777-3', value: 210, flag: 'N', verifiedAt: null, enteredByName: 'COBAS' }]);
  expect(await observations()).toBe(before);
  const verified = await exchange.house.as(analyst).run(verifyResults, { id });
  expect([verified.state, verified.results.every(({ observationId }) => observationId !== null)]).toEqual(['resulted', true]);
  expect(await observations()).toBe(before + 2);
  // A value that comes after it was let out changes nothing and is told.
  expect(await answerTo([`OBR|1||${tubeCode}|K`, potassium('5.0')])).toMatch(/MSA\|AE/);
  expect((await valuesOf(id))[0]).toMatchObject({ value: 6.8 });
});

it('the tube is also named by the specimen segment; a value sent again takes the place of the one before', async () => {
  const { id, tubeCode } = await tube('analysing');
  for (const value of ['4.1', '4.3']) expect(await answerTo(['OBR|1|||K', potassium(value), `SPM|1|${tubeCode}^${tubeCode}||SER`])).toMatch(/MSA\|AA/);
  expect((await valuesOf(id)).map(({ value }) => value)).toEqual([4.3]);
});

it('another unit and another name are refused as a whole, and a person may still enter the value', async () => {
  const { id, tubeCode } = await tube('analysing');
  expect(await answerTo([`OBR|1||${tubeCode}|K`, potassium('26.6', 'mg/dL')])).toMatch(/MSA\|AE/);
  expect(await answerTo(['PID|1||4711||钱^二', `OBR|1||${tubeCode}|K`, potassium('4.1')])).toMatch(/MSA\|AE/);
  expect(await valuesOf(id)).toEqual([]);
  await exchange.house.as(analyst).run(enterResults, { id, results: [{ code: '2823-3', value: 4.1 }] });
  expect(await valuesOf(id)).toHaveLength(1);
});

it('results without a tube of this laboratory are mapped like those of any system', async () => {
  const before = await observations();
  expect(await answerTo(['PID|1||P-1^^^LAB^MR||孙^三||19700101|M', 'OBR|1||NOT-A-TUBE|2823-3^K^LN|||20261123085500|||||||||||||||||F', potassium('4.4')])).toMatch(/MSA\|AA/);
  expect(await observations()).toBeGreaterThan(before);
});
