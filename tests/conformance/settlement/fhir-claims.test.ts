import { afterAll, beforeAll, expect, it } from 'vitest';
import { findResource } from '#fhir/repository/read.ts';
import { writeResources } from '#fhir/repository/write.ts';
import type { ResourceByType } from '#fhir/types/resources.gen.ts';
import { validateFully } from '#fhir/validation/validate-fully.ts';
import { auditClaim, issueStatement, recordStay, sendClaim, type Claim } from '#modules/payment/contract/claims.ts';
import { openPaymentDesk, type PaymentDesk } from '#modules/payment/server/commands/fixture/desk.ts';
import { systemSubject } from '#platform/access/subject.ts';

let desk: PaymentDesk;
beforeAll(async () => {
  desk = await openPaymentDesk();
}, 120_000);
afterAll(() => desk?.house.close());

const fen = (value: number | undefined): number => Math.round((value ?? 0) * 100);
/** Amounts that binary fractions cannot hold exactly, beyond the scope, above the deductible. */
const LINES = [10_001, 33_333, 7, 250_019, 99_999, 1];

async function settled(level: number, organisationId: string, more: { readonly outOfScopeFen: number; readonly lines: readonly number[] }): Promise<Claim> {
  const as = desk.house.as(desk.office);
  const personId = await desk.newPerson();
  const context = { subject: systemSubject, now: desk.house.clock.now(), newId: () => `n${desk.next()}` };
  await desk.house.database.transaction((tx) => writeResources({ tx, ...context }, [
    ...['lead', 'town-a'].map((id) => ({ method: 'put' as const, resource: { resourceType: 'Organization' as const, id, name: `测试${id}` }, ownerOrganisationId: id })),
    { method: 'put', resource: { resourceType: 'Patient', id: personId }, ownerOrganisationId: 'lead' },
  ]));
  const packId = (await desk.newPack()).id;
  const days = { admittedOn: '2026-03-01', dischargedOn: '2026-03-05' };
  const stay = await as.run(recordStay, { packId, personId, organisationId, level, ...days, referralAcceptedOn: null });
  const lines = more.lines.map((amountFen, index) => ({ id: String(index + 1), item: `A${index}`, name: `项目${index}`, at: '2026-03-02', quantity: 1, amountFen }));
  const bill = { setting: 'inpatient' as const, ...days, sex: 'female' as const, ageDays: 20_000, diagnoses: [{ code: 'J18.900', name: '肺炎' }], evidence: [], lines };
  const claim = await as.run(auditClaim, { packId, personId, organisationId, billNumber: `B${desk.next()}`, stayId: stay.id, bill });
  await as.run(sendClaim, { id: claim.id });
  return as.run(issueStatement, { id: claim.id, level, outOfScopeFen: more.outOfScopeFen, referred: false, bypassed: false, contracted: false, disease: '', paidBeforeFen: 0 });
}

const written = (claim: Claim): [keyof ResourceByType, string][] => [
  ['Coverage', `coverage-${claim.personId}`], ['Claim', claim.id], ['ClaimResponse', claim.id], ['ExplanationOfBenefit', claim.id], ['EpisodeOfCare', `episode-${claim.personId}-1`],
];

const referencesIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => (name === 'reference' && typeof inner === 'string' ? [inner] : referencesIn(inner)));
};

const read = async <Type extends keyof ResourceByType>(type: Type, id: string): Promise<ResourceByType[Type]> => {
  const found = await findResource(desk.house.database, type, id);
  expect(found, `${type}/${id}`).toBeDefined();
  return found!;
};

it('what leaves is valid R4, every reference leads somewhere', async () => {
  const claim = await settled(1, 'town-a', { outOfScopeFen: 1_234, lines: LINES });
  for (const [type, id] of written(claim)) {
    const resource = await read(type, id);
    expect((await validateFully(resource)).filter(({ severity }) => severity === 'error')).toEqual([]);
    for (const reference of referencesIn(resource)) {
      const [target = '', targetId = ''] = reference.split('/');
      await read(target as keyof ResourceByType, targetId);
    }
  }
});

it.each([[1, 'town-a', 0], [1, 'town-a', 1_234], [2, 'lead', 99_999], [2, 'lead', 393_360]] as const)('sums equal the settlement to the fen: level %i at %s, %i out of scope', async (level, organisationId, outOfScopeFen) => {
  const claim = await settled(level, organisationId, { outOfScopeFen, lines: LINES });
  const sent = await read('Claim', claim.id);
  expect((sent.item ?? []).map(({ net }) => fen(net?.value))).toEqual(LINES);
  expect(fen(sent.total?.value)).toBe(LINES.reduce((sum, line) => sum + line, 0));
  for (const answer of [await read('ClaimResponse', claim.id), await read('ExplanationOfBenefit', claim.id)]) {
    const [submitted, fund, assistance, patient] = (answer.total ?? []).map(({ amount }) => fen(amount.value));
    expect([submitted, fund, patient]).toEqual([claim.totalFen, claim.fundFen, claim.patientFen]);
    expect(fund! + assistance! + patient!).toBe(submitted);
  }
});

it('a chain of stays is one EpisodeOfCare that grows; a broken chain is another', async () => {
  const as = desk.house.as(desk.office);
  const claim = await settled(1, 'town-a', { outOfScopeFen: 0, lines: LINES });
  const next = { packId: claim.packId, personId: claim.personId, organisationId: 'lead', level: 2 };
  await as.run(recordStay, { ...next, admittedOn: '2026-03-06', dischargedOn: null, referralAcceptedOn: '2026-03-05' });
  expect(await read('EpisodeOfCare', `episode-${claim.personId}-1`)).toMatchObject({ status: 'active', period: { start: '2026-03-01' }, managingOrganization: { reference: 'Organization/lead' } });
  expect((await read('EpisodeOfCare', `episode-${claim.personId}-1`)).period?.end).toBeUndefined();
  await as.run(recordStay, { ...next, personId: (await settled(1, 'town-a', { outOfScopeFen: 0, lines: [100] })).personId, admittedOn: '2026-04-20', dischargedOn: '2026-04-22', referralAcceptedOn: null }).then(async (stay) => {
    expect(stay.episode).toBe(2);
    expect(await read('EpisodeOfCare', `episode-${stay.personId}-2`)).toMatchObject({ status: 'finished', period: { start: '2026-04-20', end: '2026-04-22' } });
    expect(await read('EpisodeOfCare', `episode-${stay.personId}-1`)).toMatchObject({ period: { start: '2026-03-01', end: '2026-03-05' } });
  });
});
