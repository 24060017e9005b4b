import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { arrangeTransport as operation } from '../../../contract/answers.ts';
import { sidesOf } from '../../rules/card.ts';
import { answerCard, openForAct, performAct } from '../act/act.ts';

/** Ambulance, escort or own way; the other side is told when to expect the resident. */
export async function arrangeTransport(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'arrange-transport');
  const { transport } = input;
  const after = await performAct(context, row, {
    action: 'arrange-transport',
    event: 'referral.transport-arranged',
    patch: { transport },
    note: input.note,
    detail: { ...transport },
    message: { to: sidesOf(context.subject, row).includes('sender') ? 'receiver' : 'sender', text: [transport.by, transport.vehicle, transport.departAt, transport.note].filter(Boolean).join(' · ') },
  });
  return answerCard(context, after);
}
