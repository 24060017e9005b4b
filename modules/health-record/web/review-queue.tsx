import { Button } from 'antd';
import { Link } from 'react-router';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { Empty } from '#platform/web/layout/empty.tsx';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { Clock } from '#platform/web/state/clock.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { decideReview, listReviews, type Review } from '../contract/reviews.ts';
import { privacyMessages as messages } from './messages.ts';

const SHOWN = 100;

/** By deadline; each says who, whose, when and why. */
export function ReviewQueue({ state }: { state: 'waiting' | 'decided' }) {
  const say = useText();
  const reviews = useOperation(listReviews, { state, limit: SHOWN }, { keepPrevious: true });
  return (
    <Answer query={reviews}>
      {(page) => (
        <Panel title={say(messages.reviews)} actions={<span className="yg-quiet">{say(messages.total, { total: page.total })}</span>}>
          {page.rows.length === 0 && (state === 'waiting' ? <Empty title={say(messages.nothing)} next={say(messages.nothingNext)} /> : <Empty title={say(messages.nothingDecided)} />)}
          <ul className="health-record-queue">{page.rows.map((review) => <ReviewItem key={review.id} review={review} />)}</ul>
        </Panel>
      )}
    </Answer>
  );
}

function ReviewItem({ review }: { review: Review }) {
  const say = useText();
  const format = useFormat();
  const mayLog = useMay('health-record.review-access');
  const { outcome } = review;
  const reason = useReason(review);
  return (
    <li>
      <div className="yg-row yg-row-spread">
        <strong>{say(messages[review.kind])}</strong>
        {outcome === null ? <Clock until={review.dueAt} since={review.at} /> : <StateTag tone={outcome === 'unjustified' ? 'overdue' : 'done'} text={say(messages[outcome])} />}
      </div>
      <Facts
        columns={3}
        items={[
          { label: say(messages.who), value: `${review.subjectName} · ${review.organisationName || review.organisationId}` },
          { label: say(messages.person), value: review.personName || review.personId },
          { label: say(messages.when), value: format.dateTime(review.at) },
          { label: say(messages.reason), value: reason, wide: true },
          ...(review.note === null ? [] : [{ label: say(messages.note), value: [review.decidedByName, review.note].filter(Boolean).join(' · '), wide: true }]),
        ]}
      />
      {outcome === null && <Decision review={review} />}
      {mayLog && <Link to={`/records/${review.personId}/access`}>{say(messages.open)}</Link>}
    </li>
  );
}

/** What was typed; an alarm names the relation by its kind, not by its id. */
function useReason({ kind, reason }: Review): string {
  const say = useText();
  const [, room, minutes] = /^([a-z-]+)\/\S+ \+(\d+) min$/.exec(kind === 'relation-then-read' ? reason : '') ?? [];
  if (minutes === undefined) return reason;
  const what = room === 'referral' ? messages['made-referral'] : room === 'shared-diagnosis' ? messages['made-shared-diagnosis'] : messages['made-relation'];
  return say(messages.readAfter, { what: say(what), minutes });
}

function Decision({ review }: { review: Review }) {
  const say = useText();
  const may = useMay('health-record.decide-review');
  const ask = useConfirmReason();
  const decide = useCommand(decideReview);
  if (!may) return null;
  const run = async (outcome: 'justified' | 'reminded' | 'unjustified') => {
    const isBad = outcome === 'unjustified';
    const verb = say(messages[`${outcome}Verb`]);
    const note = await ask({ title: verb, explanation: say(isBad ? messages.unjustifiedWhy : messages.justifiedWhy), verb, danger: isBad });
    if (note !== undefined && (await decide.run({ id: review.id, outcome, note }))) toast(say(messages.done));
  };
  return (
    <div className="yg-stack">
      {decide.problem && <ProblemNotice problem={decide.problem} />}
      <div className="yg-row">
        <Button loading={decide.pending} onClick={() => void run('justified')}>{say(messages.justifiedVerb)}</Button>
        <Button loading={decide.pending} onClick={() => void run('reminded')}>{say(messages.remindedVerb)}</Button>
        <Button danger loading={decide.pending} onClick={() => void run('unjustified')}>{say(messages.unjustifiedVerb)}</Button>
      </div>
    </div>
  );
}
