import { afterAll, beforeAll, expect, it } from 'vitest';
import { bulkLoadResidents } from '#modules/residents/server/api.ts';
import { idCardCheckCharacter } from '#platform/kernel/check-digits.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { importBills } from '../../../contract/bill-files.ts';
import { getClaim, listClaims } from '../../../contract/claims.ts';
import { loadParameterPack } from '../../../contract/packs.ts';
import { openPaymentDesk, type PaymentDesk } from '../fixture/desk.ts';

let desk: PaymentDesk;
beforeAll(async () => {
  desk = await openPaymentDesk();
}, 120_000);
afterAll(() => desk?.house.close());

/** Somebody of the index whose record the office may open, or of the bureau alone, which it may not. */
async function person({ isOpen = true, idCard }: { isOpen?: boolean; idCard?: string } = {}): Promise<string> {
  const id = await desk.newPerson();
  const personId = isOpen ? id : `closed-${id}`;
  const entry = {
    residentId: personId, ownerOrganisationId: isOpen ? 'lead' : 'bureau', kind: 'resident', name: '居民甲', sex: 'female', birthDate: '1970-03-01', phone: null, address: null, identifiers: idCard === undefined ? [] : [{ type: 'id-card', value: idCard, standing: 'held' }], birthOrder: null,
    motherId: null,
  };
  await desk.house.database.transaction((tx) => bulkLoadResidents(tx, { registeredAt: desk.house.clock.now(), newId: () => `n${desk.next()}`, entries: [entry as never] }));
  return personId;
}

const TITLES = '账单号,居民编号,就诊类型,入院日期,出院日期,项目编码,项目名称,收费时间,数量,金额（元）';
const row = (billNumber: string, personId: string, more: { item?: string; at?: string; amount?: string } = {}): string => [billNumber, personId, '住院', '2026-03-01', '2026-03-05', more.item ?? 'A1', '检查', more.at ?? '2026-03-02', '1', more.amount ?? '300.00'].join(',');
const file = async (rows: readonly string[]) => ({ packId: (await desk.newPack()).id, organisationId: 'town-a', fileName: 'bills.csv', base64: Buffer.from([TITLES, ...rows, ''].join('\n')).toString('base64') });

proveCommand(importBills, {
  house: () => desk.house,
  possible: async () => ({ input: await file([row(`B${desk.next()}`, await person())]), subject: desk.office }),
  wrongState: async () => {
    const draft = await desk.house.as(desk.bureau).run(loadParameterPack, desk.draft());
    return { input: { ...(await file([row('B', await person())])), packId: draft.id }, subject: desk.office, code: 'payment.wrong-state' };
  },
  effect: async (_, answer) => expect(answer).toMatchObject({ lines: 1, taken: { bills: 1, lines: 1, fen: 30_000 }, refused: { bills: 0, lines: 0, fen: 0 }, findings: [], held: 0 }),
});

it('bills without a fault are taken and audited, the others named by line and column, and both sides add up to the file', async () => {
  const [known, closed] = [await person(), await person({ isOpen: false })];
  const [good, double, faulty] = ['G', 'D', 'F'].map((letter) => `${letter}${desk.next()}`) as [string, string, string];
  const rows = [
    row(good, known), row(good, known, { item: 'A2', amount: '"1,200.50"' }), row(double, known), row(double, known), row(faulty, known), row(faulty, known, { at: '2026-02-30' }), row('X1', closed), row('X2', 'nobody'), row('', known, { amount: '5.00' }),
  ];
  const answer = await desk.house.as(desk.office).run(importBills, await file(rows));
  expect(answer).toMatchObject({ lines: 9, taken: { bills: 2, lines: 4, fen: 210_050 }, refused: { bills: 3, lines: 5, fen: 120_500 }, held: 1, findingCount: 4 });
  expect(answer.findings.map(({ line, column }) => `${line} ${column}`)).toEqual(['7 收费时间', '8 居民编号', '9 居民编号', '10 账单号']);
  expect(new Set(answer.findings.slice(1, 3).map(({ zh }) => zh)).size).toBe(1);
  const { rows: claims } = await desk.house.as(desk.office).run(listClaims, { personId: known, limit: 50, offset: 0 });
  expect(claims.map(({ billNumber, totalFen, state }) => [billNumber, totalFen, state]).sort()).toEqual([[double, 60_000, 'held'], [good, 150_050, 'clear']]);
  expect((await desk.house.as(desk.office).run(getClaim, { id: claims[0]!.id })).bill.lines).toHaveLength(2);
  const again = await desk.house.as(desk.office).run(importBills, await file(rows.slice(0, 4)));
  expect(again).toMatchObject({ taken: { bills: 0 }, refused: { bills: 2, lines: 4 } });
  expect(again.findings.map(({ line, column }) => `${line} ${column}`)).toEqual(['2 账单号', '4 账单号']);
});

it('names a person by identity number too; one that disagrees with the id, or is none, names nobody', async () => {
  const first17 = `99012119700301${String(100 + desk.next())}`;
  const idCard = first17 + idCardCheckCharacter(first17);
  const [known, other] = [await person({ idCard }), await person()];
  const rows = [['', idCard], [known, idCard], [other, idCard], ['', `${first17}${idCard.endsWith('0') ? '1' : '0'}`], ['', '']].map(([personId, number], index) => `I${desk.next()}${index},${personId},${number},住院,2026-03-01,,A1,检查,2026-03-02,1,1.00`);
  const content = [TITLES.replace('居民编号,', '居民编号,证件号码,'), ...rows].join('\n');
  const answer = await desk.house.as(desk.office).run(importBills, { ...(await file([])), base64: Buffer.from(content).toString('base64') });
  expect(answer.findings.map(({ line, column }) => `${line} ${column}`)).toEqual(['4 居民编号', '5 居民编号', '6 居民编号']);
  expect((await desk.house.as(desk.office).run(listClaims, { personId: known, limit: 50, offset: 0 })).total).toBe(2);
});

it('a file that is none, has no rows, or lacks a column is refused whole', async () => {
  const given = await file([]);
  for (const content of ['', TITLES, '\u0000\u0001', TITLES.replace('数量', '数')]) {
    const base64 = Buffer.from(content === '' ? '\u0000' : content.startsWith('账单号') && content !== TITLES ? `${content}\n${row('B', 'p')}` : content).toString('base64');
    await expect(desk.house.as(desk.office).run(importBills, { ...given, base64 })).rejects.toMatchObject({ code: 'payment.bill-file-unreadable' });
  }
});
