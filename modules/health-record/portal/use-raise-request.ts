import { useCommand } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { raiseOwnRequest } from '../contract/reviews.ts';
import { messages } from './messages.ts';

/** Asks for the resident's words and sends them to the organisation that answers. */
export function useRaiseRequest(kind: 'objection' | 'correction') {
  const say = useText();
  const ask = useConfirmReason();
  const command = useCommand(raiseOwnRequest);
  const isObjection = kind === 'objection';
  const verb = say(isObjection ? messages.object : messages.askCorrection);
  const raise = async (about: { organisationId: string; about: string }): Promise<void> => {
    const words = await ask({ title: verb, explanation: say(isObjection ? messages.objectWhy : messages.correctionWhy), verb });
    if (words === undefined) return;
    const outcome = await command.attempt({ kind, ...about, words });
    toast(outcome.ok ? say(messages.objected) : say(outcome.failure.text));
  };
  return { raise, pending: command.pending };
}
