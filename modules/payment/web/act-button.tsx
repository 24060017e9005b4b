import type { Command } from '#platform/kernel/contract.ts';
import type { Text } from '#platform/kernel/problem.ts';
import { useCommand } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { AbilityButton, type Ability } from '#platform/web/state/ability-button.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from './messages.ts';

interface ActButtonProps<Input, Output, Given> {
  readonly operation: Command<string, Input, Output, Given>;
  readonly title: Text;
  readonly ability: Ability;
  /** The input, from the reason where one is asked. */
  readonly inputOf: (reason: string) => Given;
  readonly explanation?: Text;
  readonly asksReason?: boolean;
  readonly primary?: boolean;
  readonly danger?: boolean;
}

/** Does one act after asking why; what the server refuses is shown beside the button. */
export function ActButton<Input, Output, Given>({ operation, title, ability, inputOf, explanation, asksReason = true, primary, danger }: ActButtonProps<Input, Output, Given>) {
  const say = useText();
  const confirmReason = useConfirmReason();
  const act = useCommand(operation);
  const run = async () => {
    const reason = asksReason ? await confirmReason({ title: say(title), verb: say(title), danger: danger ?? false, reasonLengthMin: 2, ...(explanation ? { explanation: say(explanation) } : {}) }) : '';
    if (reason === undefined) return;
    if ((await act.run(inputOf(reason))) !== undefined) toast(say(messages.saved));
  };
  return (
    <>
      <AbilityButton ability={ability} type={primary && ability.allowed ? 'primary' : 'default'} danger={danger} loading={act.pending} onClick={() => void run()}>{say(title)}</AbilityButton>
      {act.problem && <ProblemNotice problem={act.problem} />}
    </>
  );
}
