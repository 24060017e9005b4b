import { Button, Form } from 'antd';
import { chooseNewPassword } from '#platform/identity/contract/own-account.ts';
import { NewPasswordFields } from '../account/new-password-fields.tsx';
import { useCommand } from '../client/hooks.ts';
import { ProblemNotice } from '../layout/problem-notice.tsx';
import { useText } from '../text/messages.ts';
import type { StepProps } from './password-step.tsx';
import { sessionMessages } from './session-messages.ts';

/** The password was right but is too old, or somebody else set it. */
export function NewPasswordStep({ onAnswer, onStartOver }: StepProps & { onStartOver: () => void }) {
  const say = useText();
  const run = useCommand(chooseNewPassword);
  const submit = async ({ password }: { password: string }) => {
    const outcome = await run.attempt({ password });
    if (outcome.ok) await onAnswer(outcome.value);
  };
  return (
    <Form layout="vertical" name="new-password" onFinish={(values: { password: string }) => void submit(values)} requiredMark={false}>
      <p className="yg-dialog-text" role="status">{say(sessionMessages.passwordOver)}</p>
      <NewPasswordFields />
      {run.problem && <ProblemNotice problem={run.problem} showDetails={false} />}
      <Button type="primary" htmlType="submit" block loading={run.pending}>{say(sessionMessages.goOn)}</Button>
      <Button type="link" block onClick={onStartOver}>{say(sessionMessages.startOver)}</Button>
    </Form>
  );
}
