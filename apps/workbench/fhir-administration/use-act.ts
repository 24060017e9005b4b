import type { Text } from '#platform/kernel/problem.ts';
import { useCommand, type AnyCommand } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';

interface Act {
  readonly operation: AnyCommand;
  /** Asked before, where others feel it; without it the act is done at once. */
  readonly why?: Text;
  readonly verb: Text;
  readonly done: Text;
  readonly danger?: boolean;
}

/** One act on a line of a list: asked where it should be, done once, told of. */
export function useAct({ operation, why, verb, done, danger = false }: Act) {
  const say = useText();
  const ask = useConfirmReason();
  const command = useCommand(operation);
  return {
    problem: command.problem,
    pending: command.pending,
    act: async (input: object, name: string): Promise<void> => {
      if (why && (await ask({ title: `${say(verb)} · ${name}`, explanation: say(why, { code: name }), verb: say(verb), danger, reasonLengthMin: 0 })) === undefined) return;
      if ((await command.attempt(input as never)).ok) toast(say(done));
    },
  };
}
