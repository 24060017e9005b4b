import { writeResources } from '#fhir/repository/write.ts';
import { systemSubject } from '#platform/access/subject.ts';
import type { Database } from '#platform/database/transaction.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';

export type RecognitionId = 'recognitionItem' | 'recognitionPair' | 'recognitionMark' | 'recognitionOffer';

interface Given {
  readonly run: (name: string, input: Record<string, unknown>) => Promise<Record<string, unknown>>;
  readonly database: Database;
  readonly mark: string;
  readonly hospital: string;
  readonly personId: string;
}

/** An item, an equivalence, and a result of the side's resident that was recognised after it was offered. */
export async function recognitionOf({ run, database, mark, hospital, personId }: Given): Promise<Record<RecognitionId, string>> {
  const today = chinaDate(new Date());
  const [code, validFrom] = [`RECOGNISE-${mark}`, addDays(today, -30)];
  const item = await run('publishRecognitionItem', { code, name: '胸部CT', nameEn: 'Chest CT', kind: 'imaging', scope: 'consortium', windowDays: 30, priceFen: 18_000, organisationId: hospital, validFrom });
  const pair = await run('addEquivalence', { code, relation: 'same', otherCode: `OTHER-${mark}`, organisationId: hospital, validFrom });
  const qualityMark = await run('recordQualityMark', { organisationId: hospital, kind: 'eqa', passed: true, validFrom, validUntil: addDays(today, 30) });
  await database.transaction((tx) => writeResources({ tx, subject: systemSubject, now: new Date(), newId: () => `${mark}-unused` }, [{
    method: 'put', ownerOrganisationId: hospital,
    resource: {
      resourceType: 'DiagnosticReport', id: `${mark}-recognisable`, status: 'final', code: { coding: [{ code }], text: '胸部CT' }, subject: { reference: `Patient/${personId}` }, effectiveDateTime: `${addDays(today, -2)}T09:00:00+08:00`, performer: [{ reference: `Organization/${hospital}` }],
    },
  }]));
  const { cards } = (await run('offerRecognition', { personId, organisationId: hospital, orders: [{ reference: 'ServiceRequest/draft', codes: [code] }] })) as unknown as { cards: { id: string }[] };
  await run('recogniseResult', { personId, code, resultReference: `DiagnosticReport/${mark}-recognisable`, organisationId: hospital });
  return { recognitionItem: String(item['id']), recognitionPair: String(pair['id']), recognitionMark: String(qualityMark['id']), recognitionOffer: cards[0]!.id };
}
