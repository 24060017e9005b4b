import { useState, type ReactNode } from 'react';
import { Button } from 'antd';
import type { Command } from '#platform/kernel/contract.ts';
import type { FileAnswer } from '#platform/kernel/file-answer.ts';
import type { Text } from '#platform/kernel/problem.ts';
import { useCommand, type AnyCommand } from '#platform/web/client/hooks.ts';
import { saveFile } from '#platform/web/client/save-file.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { useDraftForm, type DraftFormState } from '#platform/web/form/use-draft-form.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { AbilityButton, type Ability } from '#platform/web/state/ability-button.tsx';
import { StateTag, type Tone } from '#platform/web/state/state-tag.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
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

/** Whether a right is held; `isPossible` says whether the state allows it now. */
export function useAbility(): (permission: string, isPossible?: boolean) => Ability {
  const { may } = useSession();
  return (permission, isPossible = true) => {
    if (!may(permission)) return { allowed: false, reason: messages.needsRole };
    return isPossible ? { allowed: true } : { allowed: false, reason: messages.wrongNow };
  };
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

/** A button that opens something in the side panel. */
export function PanelButton(props: { id: string; title: Text; ability: Ability; primary?: boolean; wide?: boolean; children: (close: () => void) => ReactNode }) {
  const say = useText();
  const workspace = useWorkspace();
  const open = () => workspace.open({ key: props.id, title: say(props.title), ...(props.wide ? { width: 'wide' as const } : {}), content: props.children(() => workspace.close(props.id)) });
  return <AbilityButton ability={props.ability} type={props.primary && props.ability.allowed ? 'primary' : 'default'} onClick={open}>{say(props.title)}</AbilityButton>;
}

/** Empty fields are left out, so that the contract's own defaults hold. */
const filled = (values: object): Record<string, unknown> => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== ''));

interface ActForm {
  /** What is fixed, such as the id. */
  readonly fixed?: object;
  readonly initial?: object;
  readonly toInput?: (values: Record<string, unknown>) => object;
  readonly onDone: (answer: unknown) => void;
}

export function useActForm(operation: AnyCommand, { fixed = {}, initial = {}, toInput = (values) => values, onDone }: ActForm): DraftFormState {
  const say = useText();
  return useDraftForm({
    operation, draftKey: `${operation.name}:${JSON.stringify(fixed)}`, title: say(operation.summary), initial: initial as never,
    toInput: (values) => ({ ...fixed, ...filled(toInput(values as Record<string, unknown>)) }) as never,
    onDone: (answer) => {
      toast(say(messages.saved));
      onDone(answer);
    },
  });
}

/** Fetches a file and hands it to the browser. */
export function FileButton({ title, load }: { title: Text; load: () => Promise<FileAnswer> }) {
  const say = useText();
  const [loading, setLoading] = useState(false);
  const fetchFile = async () => {
    setLoading(true);
    try {
      saveFile(await load());
    } finally {
      setLoading(false);
    }
  };
  return <Button loading={loading} onClick={() => void fetchFile()}>{say(title)}</Button>;
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
