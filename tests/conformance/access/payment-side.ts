type Run = (name: string, input: Record<string, unknown>) => Promise<Record<string, unknown>>;

export type PaymentId = 'paymentPack' | 'paymentRun' | 'paymentCase' | 'paymentReview' | 'paymentAppeal' | 'paymentPackage' | 'paymentClaim' | 'paymentHit';

interface PaymentBuilder {
  readonly mark: string;
  readonly names: { readonly root: string; readonly hospital: string; readonly township: string };
  readonly personId: string;
  readonly run: Run;
  /** Somebody else of the same bureau: who loads a pack does not approve it. */
  readonly second: Run;
}

const CONTENT = {
  parameters: { low: '0.5', high: '2' },
  groups: [{ group: 'G1', average: '1000.00', rw: '1000.0000' }],
  fund_total: '5000.00',
  capitation: [{ panel: 'htn', title: '高血压', perHead: '365' }],
  advance: { pointValue: '1.0000', share: '0.9' },
  review: { quotaShare: '0.9', panelMin: 1, costMultiple: '2' },
  appeal: { days: 30 },
  benefit: { deductibles: [1, 2, 3].map((level) => ({ level, amount: '200' })), matrix: [1, 2, 3].map((level) => ({ level, referred: false, ratio: '0.8' })) },
  package: { perHead: '800', prepayShare: '0.9', surplusCap: '0.1', overrunCap: '0.05', shares: { fund: '0.5', lead: '0.3', members: '0.2' }, betas: { heads: '1' } },
  billRules: [{ id: 'dup', title: { zh: '重复收费', en: 'Charged twice' }, kind: 'duplicate-charge', items: ['*'] }],
};

/** A pack in force, cases, an advance with an appeal, a case under review, a package and a bill that is held. */
export async function paymentOf({ mark, names, personId, run, second }: PaymentBuilder): Promise<Record<PaymentId, string>> {
  const institutions = [names.hospital, names.township].map((institution) => ({ institution, coefficient: '1', assessment: '1' }));
  const pack = await run('loadParameterPack', { city: `城市${mark}`, insurance: 'resident', year: 2026, version: '1', validFrom: '2026-01-01', validUntil: '2026-12-31', content: { ...CONTENT, institutions } });
  const packId = String(pack['id']);
  await second('approveParameterPack', { id: packId, reason: '核对无误' });
  const row = (serial: number, cost: string) => ({ case: `${mark}-case-${serial}`, institution: names.hospital, group: 'G1', cost, patientPaid: '100.00', discharged: '2026-01-20' });
  await run('loadSettlementCases', { id: packId, rows: [row(1, '1000.00'), row(2, '3000.00')] });
  const { rows } = (await run('listSettlementCases', { packId, band: ['high'] })) as { rows: { id: string }[] };
  const advance = await run('runAdvance', { packId, month: '2026-01' });
  await run('confirmRun', { id: advance['id'], documentNumber: `文号${mark}`, reason: '核对无误' });
  const appeal = await run('fileAppeal', { id: advance['id'], organisationId: names.hospital, claimedFen: 100, reason: `申诉${mark}` });
  const review = await run('applySpecialReview', { id: rows[0]!.id, reason: `危重${mark}` });
  await run('recordPanelHeads', { packId, panel: 'htn', organisationId: names.hospital, month: '2026-01', heads: 100 });
  const budget = await run('openPackage', { packId, ownerOrganisationId: names.root, name: `包干${mark}`, heads: 1000 });
  const line = (id: string) => ({ id, item: 'A', name: '检查', at: '2026-02-02T09:00', quantity: 1, amountFen: 100 });
  const bill = { setting: 'inpatient', admittedOn: '2026-02-01', dischargedOn: '2026-02-05', sex: null, ageDays: null, diagnoses: [], lines: [line('1'), line('2')] };
  const claim = await run('auditClaim', { packId, personId, organisationId: names.township, billNumber: `账单${mark}`, bill });
  const { hits } = (await run('getClaim', { id: claim['id'] })) as { hits: { id: string }[] };
  return {
    paymentPack: packId, paymentRun: String(advance['id']), paymentCase: rows[0]!.id, paymentReview: String(review['id']), paymentAppeal: String(appeal['id']), paymentPackage: String(budget['id']),
    paymentClaim: String(claim['id']), paymentHit: hits[0]!.id,
  };
}
