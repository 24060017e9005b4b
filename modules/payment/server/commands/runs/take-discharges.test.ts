import { afterAll, beforeAll, expect, it } from 'vitest';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { getSettlementCase, listSettlementCases, loadSettlementCases, takeDischarges } from '../../../contract/runs.ts';
import { openPaymentDesk, type PaymentDesk } from '../fixture/desk.ts';

let desk: PaymentDesk;
beforeAll(async () => {
  desk = await openPaymentDesk();
}, 120_000);
afterAll(() => desk?.house.close());
const house = () => desk.house;

/** Three discharges of February as the case mix room keeps them: grouped, without what the patient paid, without a group. */
async function discharges(): Promise<void> {
  const serial = desk.next();
  const { owner } = desk.house;
  await owner.execute("insert into casemix.front_page_import values ($1, 'lead', 'a.csv', 3, 0, '[]', 'coder', now())", [`import-${serial}`]);
  await owner.execute("insert into casemix.pack (pack_id, owner_organisation_id, scheme, name, version, created_at) values ($1, 'lead', 'drg', $1, '1', now())", [`pack-${serial}`]);
  const rows = [{ number: 'A', paid: 100_000, group: 'G1' }, { number: 'B', paid: null, group: 'G1' }, { number: 'C', paid: 100_000, group: '' }];
  for (const { number, paid, group } of rows) {
    const id = `discharge-${serial}-${number}`;
    await owner.execute(
      `insert into casemix.discharge (discharge_id, owner_organisation_id, import_id, record_number, person_name, identity, sex, admitted_on, discharged_on, los_days, department, doctor, discharge_way, died,
         diagnoses, procedures, total_fen, drugs_fen, consumables_fen, examinations_fen, quality, to_complete, patient_paid_fen)
       values ($1, 'lead', $2, $3, '测试', '', '1', '2026-02-01', '2026-02-08', 7, '内科', '', '1', false, '[]', '[]', 500000, 0, 0, 0, 100, '[]', $4)`, [id, `import-${serial}`, `${number}${serial}`, paid]);
    await owner.execute("insert into casemix.grouping values ($1, 'drg', 'lead', $2, '分组成功', '', '', $3, null, now())", [id, `pack-${serial}`, group]);
  }
}

const taking = async (month = '2026-02') => {
  await discharges();
  return { input: { id: (await desk.newPack()).id, scheme: 'drg' as const, month, after: '' }, subject: desk.office };
};

proveCommand(takeDischarges, {
  house,
  possible: () => taking(),
  wrongState: async () => ({ ...(await taking('2026-05')), code: 'payment.no-cases' }),
  effect: async (_, answer, input) => {
    expect(answer.next).toBeNull();
    expect(answer.loaded).toBeGreaterThan(0);
    expect(new Set(answer.refused.map(({ path }) => path))).toEqual(new Set(['patient_paid', 'group']));
    expect(answer.refused).toHaveLength(2 * answer.loaded);
    const { rows } = await desk.house.as(desk.office).run(listSettlementCases, { limit: 50, offset: 0, packId: input.id });
    expect(rows[0]).toMatchObject({ organisationId: 'lead', groupCode: 'G1', costFen: 500_000, patientPaidFen: 100_000, band: 'normal', score: '500.0000', dischargedOn: '2026-02-08' });
  },
});

it('what grouping adds to a score reaches settlement: the auxiliary coefficient and the points of a stay', async () => {
  const pack = await desk.newPack({ groups: [{ group: 'A1', average: '5000.00', rw: '500.0000' }], perDiem: [] });
  const serial = desk.next();
  const { owner } = desk.house;
  await owner.execute("insert into casemix.front_page_import values ($1, 'lead', 'a.csv', 2, 0, '[]', 'coder', now())", [`import-${serial}`]);
  await owner.execute("insert into casemix.pack (pack_id, owner_organisation_id, scheme, name, version, created_at) values ($1, 'lead', 'dip', $1, '1', now())", [`pack-${serial}`]);
  for (const { number, coefficient, stay } of [{ number: 'A', coefficient: '1.2000', stay: null }, { number: 'B', coefficient: null, stay: '330.5000' }]) {
    const id = `discharge-${serial}-${number}`;
    await owner.execute(
      `insert into casemix.discharge (discharge_id, owner_organisation_id, import_id, record_number, person_name, identity, sex, admitted_on, discharged_on, los_days, department, doctor, discharge_way, died,
         diagnoses, procedures, total_fen, drugs_fen, consumables_fen, examinations_fen, quality, to_complete, patient_paid_fen)
       values ($1, 'lead', $2, $3, '测试', '', '1', '2026-08-01', '2026-08-08', 7, '内科', '', '1', false, '[]', '[]', 500000, 0, 0, 0, 100, '[]', 100000)`, [id, `import-${serial}`, `${number}${serial}`]);
    await owner.execute("insert into casemix.grouping values ($1, 'dip', 'lead', $2, '分组成功', '', '', 'A1', null, now(), $3, $4)", [id, `pack-${serial}`, coefficient, stay]);
  }
  await desk.house.as(desk.office).run(takeDischarges, { id: pack.id, scheme: 'dip', month: '2026-08', after: '' });
  const { rows } = await desk.house.as(desk.office).run(listSettlementCases, { limit: 50, offset: 0, packId: pack.id, sort: 'caseNumber' });
  expect(rows.map(({ auxiliary, stayScore, score }) => [auxiliary, stayScore, score])).toEqual([['1.2000', null, '600.0000'], [null, '330.5000', '330.5000']]);
  const { figures } = await desk.house.as(desk.office).run(getSettlementCase, { id: rows[0]!.id });
  expect(figures.find(({ name }) => name === 'score')).toMatchObject({ value: '600.0000', inputs: { auxiliary_coefficient: '1.2000' } });
});

it('a group paid by the day gets the points of its stages, at the desk, in its explanation and when the year is cleared', async () => {
  const perDiem = [{ group: 'REHAB', stages: [{ from_day: 1, to_day: 5, amount: '30' }, { from_day: 6, to_day: 60, amount: '20.5' }] }];
  const pack = await desk.newPack({ perDiem });
  const row = (more: Record<string, string>) => ({ case: 'R1', institution: 'town-a', group: 'REHAB', cost: '4000.00', patientPaid: '500.00', admitted: '2026-08-01', discharged: '2026-08-11', ...more });
  const answer = await desk.house.as(desk.office).run(loadSettlementCases, { id: pack.id, rows: [row({}), row({ case: 'R2', admitted: '' }), row({ case: 'R3', admitted: '2026-01-01' }), row({ case: 'R4', group: 'G1', auxiliary: '0' })] });
  expect(answer.loaded).toBe(1);
  expect(answer.refused.map(({ case: number, path }) => [number, path])).toEqual([['R2', 'admitted'], ['R3', 'stages'], ['R4', 'auxiliary']]);
  const { rows } = await desk.house.as(desk.office).run(listSettlementCases, { limit: 50, offset: 0, packId: pack.id });
  // 5 × 30 + 5 × 20.5 = 252.5 points, × 0.6 of the institution.
  expect(rows[0]).toMatchObject({ stayScore: '252.50', score: '151.5000', band: 'normal' });
  const { figures } = await desk.house.as(desk.office).run(getSettlementCase, { id: rows[0]!.id });
  expect(figures.map(({ name, value }) => [name, value])).toEqual(expect.arrayContaining([['stayScore', '252.50'], ['score', '151.5000']]));
});
