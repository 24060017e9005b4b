import { afterAll, beforeAll, expect } from 'vitest';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { listSettlementCases, takeDischarges } from '../../../contract/runs.ts';
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
