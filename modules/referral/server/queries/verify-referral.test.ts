import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROVIDERS } from '#platform/crypto/providers.ts';
import { findResource } from '#fhir/repository/read.ts';
import { resubmitReferral, verifyReferral } from '../../contract.ts';
import { draftInput, openDesk, type Desk } from '../commands/fixture/desk.ts';
import { problemOf } from '../commands/fixture/standing.ts';
import { PLACES } from '../commands/fixture/world.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.house.close());

const documentsOf = async (id: string) => (await desk.run(desk.sender)(verifyReferral, { id })).documents;

test('a letter is signed by the key of its sender when it is sent; a draft is not', async () => {
  expect(await documentsOf(await desk.outward('draft'))).toEqual([]);
  const documents = await documentsOf(await desk.outward('submitted'));
  expect(documents).toMatchObject([{ kind: 'letter', organisationId: PLACES.township, verdict: 'valid' }]);
});

test('what was found is signed by the receiver, the care plan by who discharges', async () => {
  const reported = await documentsOf(await desk.outward('outcome_reported'));
  expect(reported.map(({ kind, organisationId, verdict }) => [kind, organisationId, verdict])).toEqual([['letter', PLACES.township, 'valid'], ['outcome', PLACES.hospital, 'valid']]);
  const discharged = await desk.run(desk.receiver)(verifyReferral, { id: await desk.down('discharged_with_plan') });
  expect(discharged.documents.map(({ kind, verdict }) => [kind, verdict])).toEqual([['letter', 'valid'], ['care-plan', 'valid']]);
});

test('a letter changed by SQL is not what was signed; a changed signature is forged', async () => {
  const id = await desk.outward('outcome_reported');
  await desk.house.owner.execute(`update referral.referral set letter = jsonb_set(letter, '{chiefComplaint}', '"another"') where referral_id = $1`, [id]);
  expect((await documentsOf(id)).map(({ kind, verdict }) => [kind, verdict])).toEqual([['letter', 'changed'], ['outcome', 'valid']]);
  await desk.house.owner.execute("update signature.signature set signer_name = 'somebody else' where document like $1", [`referral/${id}/outcome/%`]);
  expect((await documentsOf(id))[1]).toMatchObject({ verdict: 'forged', signerName: 'somebody else' });
});

test('sent again it is signed again, and only the letter that stands is shown', async () => {
  const id = await desk.outward('rejected');
  const [first] = await documentsOf(id);
  await desk.run(desk.sender)(resubmitReferral, { ...(await draftInput(desk)), id } as never);
  const [second] = await documentsOf(id);
  expect([second!.verdict, second!.actionId === first!.actionId]).toEqual(['valid', false]);
});

test('the Provenance of the act carries the signature, which others can check with what it holds', async () => {
  const id = await desk.outward('submitted');
  const [signed] = await documentsOf(id);
  const provenance = await findResource(desk.house.database, 'Provenance', signed!.actionId);
  const [signature] = (provenance as { signature?: readonly { data?: string; onBehalfOf?: { reference?: string } }[] }).signature!;
  expect(signature!.onBehalfOf!.reference).toBe(`Organization/${PLACES.township}`);
  const held = JSON.parse(Buffer.from(signature!.data!, 'base64').toString('utf8')) as { algorithm: string; publicKey: string; statement: string; value: string };
  const { verify } = PROVIDERS[held.algorithm === 'SM2-SM3' ? 'national' : 'international'];
  expect(JSON.parse(held.statement)).toContain(signed!.digest);
  expect(verify(held.publicKey, Buffer.from(held.statement, 'utf8'), Buffer.from(held.value, 'hex'))).toBe(true);
  expect(verify(held.publicKey, Buffer.from(held.statement.replace(signed!.digest, '00'), 'utf8'), Buffer.from(held.value, 'hex'))).toBe(false);
});

test('is told to nobody who may not see the referral', async () => {
  const id = await desk.outward('submitted');
  expect(await problemOf(desk.run(desk.stranger)(verifyReferral, { id }))).toBe('referral.not-found');
});
