import type { Connection } from '#platform/cli/connection.ts';
import {
  decideMatchReview, issueResidentCode, mergeResidents, registerNewborn, registerResident, registerWithoutDocument, resolveResidentCode, unmergeResidents,
  updateResident,
} from '#modules/residents/contract.ts';
import { personOf, registerPerson, today } from '../county.ts';

const reason = '测试核对';

export async function playResidents(server: Connection): Promise<void> {
  const mother = (await server.call(registerResident, { ...personOf(900), birthDate: '1994-05-06', idCard: undefined, otherDocumentType: 'passport', otherDocumentNumber: 'E00000001' })).resident.id;
  await server.call(registerNewborn, { motherId: mother, sex: 'male', birthDate: today() });
  const unknown = (await server.call(registerWithoutDocument, { sex: 'male', circumstances: '路边昏迷，由 120 送来' })).resident.id;
  await server.call(updateResident, { id: mother, phone: '13900000000' });
  await server.call(mergeResidents, { id: mother, mergedId: await registerPerson(server, 901), reason, confirmCardReplaced: true });
  await server.call(unmergeResidents, { id: await mergedAway(server), reason });
  const { code } = await server.call(issueResidentCode, { id: unknown, kind: 'dynamic' });
  await server.call(resolveResidentCode, { code });
  await decideReview(server);
}

async function mergedAway(server: Connection): Promise<string> {
  const [kept, gone] = [await registerPerson(server, 902), await registerPerson(server, 903)];
  await server.call(mergeResidents, { id: kept, mergedId: gone, reason, confirmCardReplaced: true });
  return gone;
}

/** The number of one person under the name of another: two people, as a review decides. */
async function decideReview(server: Connection): Promise<void> {
  const first = personOf(904);
  await server.call(registerResident, first);
  const { reviewIds } = await server.call(registerResident, { ...first, name: '欧阳清影' });
  await server.call(decideMatchReview, { id: reviewIds[0] ?? '', decision: 'different', reason });
}
