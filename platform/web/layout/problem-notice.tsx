import { ExclamationCircleFilled } from '@ant-design/icons';
import { Button } from 'antd';
import type { ProblemError } from '../client/problem-error.ts';
import { kitMessages } from '../text/kit-messages.ts';
import { useText } from '../text/messages.ts';

/** What happened, what was kept, what to do. `showDetails` lists the fields where no form shows them. */
export function ProblemNotice(props: { problem: ProblemError; onRetry?: () => void; showDetails?: boolean }) {
  const say = useText();
  const { problem } = props;
  const details = problem.details.filter(({ message }) => message.zh !== problem.text.zh);
  return (
    <div className="yg-problem" role="alert">
      <ExclamationCircleFilled aria-hidden />
      <div>
        <p>{say(problem.text)}</p>
        {(props.showDetails ?? true) && details.length > 0 && (
          <ul>{details.map((detail) => <li key={detail.path + detail.message.zh}>{say(detail.message)}</li>)}</ul>
        )}
        <p className="yg-quiet">{say(kitMessages.problemCode, { code: problem.code })}</p>
      </div>
      {props.onRetry && <Button size="small" onClick={props.onRetry}>{say(kitMessages.tryAgain)}</Button>}
    </div>
  );
}
