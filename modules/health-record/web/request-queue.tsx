import { Button } from 'antd';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { Empty } from '#platform/web/layout/empty.tsx';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { Clock } from '#platform/web/state/clock.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { answerRequest, listRequests, type ResidentRequest } from '../contract/reviews.ts';
import { privacyMessages as messages } from './messages.ts';

const SHOWN = 100;
const OUTCOMES = [['accepted', 'acceptVerb'], ['partly', 'partlyVerb'], ['declined', 'declineVerb']] as const;

/** Objections and corrections of residents, by the day an answer is due. */
export function RequestQueue({ state }: { state: 'waiting' | 'decided' }) {
  const say = useText();
  const requests = useOperation(listRequests, { state, limit: SHOWN }, { keepPrevious: true });
  return (
    <Answer query={requests}>
      {(page) => (
        <Panel title={say(messages.requests)} actions={<span className="yg-quiet">{say(messages.total, { total: page.total })}</span>}>
          {page.rows.length === 0 && <Empty title={say(state === 'waiting' ? messages.nothing : messages.nothingDecided)} />}
          <ul className="health-record-queue">{page.rows.map((request) => <RequestItem key={request.id} request={request} />)}</ul>
        </Panel>
      )}
    </Answer>
  );
}

function RequestItem({ request }: { request: ResidentRequest }) {
  const say = useText();
  const format = useFormat();
  const { outcome } = request;
  return (
    <li>
      <div className="yg-row yg-row-spread">
        <strong>{say(messages[request.kind])}</strong>
        {outcome === null ? <Clock until={request.dueAt} since={request.at} /> : <StateTag tone="done" text={say(messages[outcome])} />}
      </div>
      <Facts
        columns={2}
        items={[
          { label: say(messages.person), value: request.personName || request.personId },
          { label: say(messages.when), value: format.dateTime(request.at) },
          { label: request.about, value: request.words, wide: true },
          ...(request.answer === null ? [] : [{ label: say(messages.note), value: `${request.answeredByName ?? ''}：${request.answer}`, wide: true }]),
        ]}
      />
      {outcome === null && <AnswerButtons request={request} />}
    </li>
  );
}

function AnswerButtons({ request }: { request: ResidentRequest }) {
  const say = useText();
  const ask = useConfirmReason();
  const answer = useCommand(answerRequest);
  const run = async (outcome: (typeof OUTCOMES)[number][0], verb: string) => {
    const words = await ask({ title: verb, explanation: say(messages.answerWhy), verb });
    if (words !== undefined && (await answer.run({ id: request.id, outcome, words }))) toast(say(messages.done));
  };
  return (
    <div className="yg-stack">
      {answer.problem && <ProblemNotice problem={answer.problem} />}
      <div className="yg-row">
        {OUTCOMES.map(([outcome, verb]) => (
          <Button key={outcome} loading={answer.pending} onClick={() => void run(outcome, say(messages[verb]))}>{say(messages[verb])}</Button>
        ))}
      </div>
    </div>
  );
}
