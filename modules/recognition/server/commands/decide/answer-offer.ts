import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { answerOffer as operation } from '../../../contract/decisions.ts';
import { findOffer } from '../../store/decisions.ts';
import { decide, toldOf } from './decide.ts';
import { problem } from './find-results.ts';

/** The feedback of an outside system is the decision of its doctor. */
export async function answerOffer(context: CommandContext, { id, outcome, reasonCode, note }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, subject } = context;
  const offer = await findOffer(tx, id);
  if (offer === undefined || offer.offeredBy !== subject.id) throw problem('recognition.unknown');
  const doctor = offer.doctorReference === null ? undefined : { id: offer.doctorReference, name: offer.doctorName ?? offer.doctorReference };
  const row = await decide(context, { ...offer, act: outcome === 'accepted' ? 'recognise' : 'decline', reasonCode, note, doctor, channel: 'cds-hooks' });
  context.emit('recognition.offer-answered', { decisionId: row.id, decision: row.decision }, toldOf(row));
  return { id: row.id, decision: row.decision };
}
