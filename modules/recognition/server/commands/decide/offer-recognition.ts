import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { randomUUID } from 'node:crypto';
import type { OfferedCard, offerRecognition as operation } from '../../../contract/decisions.ts';
import { codedOf, findResults } from './find-results.ts';
import { insertOffer } from '../../store/decisions.ts';

/** One card for each order and item, with its newest result; what was shown is kept, so that an answer can name it. */
export async function offerRecognition(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, subject, gate, now } = context;
  const { personId, basis, checks } = await findResults({ sql: tx, subject, gate, now }, { ...input, codes: input.orders.flatMap(({ codes }) => codes) });
  const byCode = new Map(checks.map((each) => [each.code, each]));
  const cards: OfferedCard[] = [];
  for (const order of input.orders) {
    // Several codings of one order are one question.
    const hit = order.codes.map((code) => byCode.get(code)).find((each) => each?.item && each.candidates.length > 0);
    if (!hit?.item) continue;
    // Card ids of CDS Hooks are random: they are handed out and come back from outside.
    const card = { id: randomUUID(), orderReference: order.reference, item: hit.item, result: hit.candidates[0]! };
    cards.push(card);
    await insertOffer(tx, {
      id: card.id, organisationId: input.organisationId, personId, code: codedOf(hit.code).code, resultReference: card.result.reference, orderReference: order.reference, doctorReference: input.doctor?.reference ?? null, doctorName: input.doctor?.name ?? null, offeredBy: subject.id,
    }, now);
  }
  context.emit('recognition.offered', { cards: cards.length }, [input.organisationId]);
  context.about({ organisationId: input.organisationId, personId, resource: `Patient/${personId}`, basis });
  return { cards };
}
