import type { Command } from '#platform/kernel/contract.ts';
import type { Text } from '#platform/kernel/problem.ts';
import { useCommand } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { AbilityButton, type Ability } from '#platform/web/state/ability-button.tsx';
import { StateTag, type Tone } from '#platform/web/state/state-tag.tsx';
import { useRoomAbility } from '#platform/web/state/use-ability.ts';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { contract } from '../contract.ts';
import type { Action } from '../contract/words.ts';
import { messages, stateWords } from './messages.ts';

export type AnyState = keyof typeof stateWords;
const TONES: Readonly<Record<AnyState, Tone>> = {
  draft: 'due', adopted: 'done', retired: 'neutral', 'inputs-frozen': 'information', scored: 'due', published: 'waiting', final: 'due', frozen: 'done', cancelled: 'neutral', filed: 'due', upheld: 'done', rejected: 'neutral', sampled: 'due', open: 'information', closed: 'done',
};

export function StateWord({ state }: { state: AnyState }) {
  const say = useText();
  return <StateTag tone={TONES[state]} text={say(stateWords[state])} />;
}

export type PermissionName = keyof typeof contract.permissions;

/** `isPossible` says whether the state allows it now. */
export function useAbility(): (permission: PermissionName, isPossible?: boolean) => Ability {
  const ability = useRoomAbility(contract.permissions);
  return (permission, isPossible = true) => ability(permission, !isPossible && messages.wrongNow);
}

interface ActProps<Input, Output, Given> {
  readonly operation: Command<string, Input, Output, Given>;
  readonly title: Text;
  readonly ability: Ability;
  /** The input, from the reason where one is asked. */
  readonly inputOf: (reason: string) => Given;
  readonly asksReason?: boolean;
  readonly primary?: boolean;
}

/** Does one act, after asking why where a reason is kept; what the server refuses stands beside the button. */
export function Act<Input, Output, Given>({ operation, title, ability, inputOf, asksReason = false, primary = false }: ActProps<Input, Output, Given>) {
  const say = useText();
  const confirmReason = useConfirmReason();
  const act = useCommand(operation);
  const run = async () => {
    const reason = asksReason ? await confirmReason({ title: say(title), verb: say(title), reasonLengthMin: 2 }) : '';
    if (reason !== undefined && (await act.run(inputOf(reason))) !== undefined) toast(say(messages.saved));
  };
  return (
    <>
      <AbilityButton ability={ability} type={primary && ability.allowed ? 'primary' : 'default'} loading={act.pending} onClick={() => void run()}>{say(title)}</AbilityButton>
      {act.problem && <ProblemNotice problem={act.problem} />}
    </>
  );
}

/** What happened, newest first. */
export function History({ actions }: { actions: readonly Action[] }) {
  const say = useText();
  return (
    <Panel level={3} title={say(messages.history)}>
      <PlainTable
        caption={say(messages.history)} rows={actions} rowKey={({ at, action }) => `${at}${action}`} empty={messages.none}
        columns={[
          { key: 'at', title: messages.when, render: ({ at }) => <TimeAgo at={at} /> },
          { key: 'state', title: messages.state, render: ({ stateAfter, action }) => (stateAfter !== null && Object.hasOwn(stateWords, stateAfter) ? <StateWord state={stateAfter as AnyState} /> : action) },
          { key: 'by', title: messages.by, render: ({ subjectName }) => subjectName },
          { key: 'reason', title: messages.reason, render: ({ reason }) => reason ?? '—' },
        ]}
      />
    </Panel>
  );
}
