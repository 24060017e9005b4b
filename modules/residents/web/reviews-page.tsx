import { useState } from 'react';
import { Button, Checkbox } from 'antd';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { Empty } from '#platform/web/layout/empty.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useHotkey } from '#platform/web/layout/use-hotkey.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { decideMatchReview, listMatchReviews } from '../contract.ts';
import type { MatchReview } from '../contract/schemas.ts';
import { reviewMessages } from './messages.ts';
import { ReviewPair } from './review-pair.tsx';
import './residents.css';

/** One pair at a time, the likeliest first: S same person, D two people, J and K to look further. */
export function ReviewsPage() {
  const say = useText();
  const reviews = useOperation(listMatchReviews, { state: 'open', limit: 100 }, { keepPrevious: true });
  return (
    <>
      <PageHeader title={say(reviewMessages.reviews)} />
      <Answer query={reviews}>
        {(page) =>
          page.rows.length === 0
            ? <Empty title={say(reviewMessages.none)} next={say(reviewMessages.noneNext)} />
            : <ReviewQueue reviews={page.rows} total={page.total} />}
      </Answer>
    </>
  );
}

function ReviewQueue({ reviews, total }: { reviews: readonly MatchReview[]; total: number }) {
  const say = useText();
  const [wanted, setWanted] = useState(0);
  const at = Math.min(wanted, reviews.length - 1);
  const step = (by: number) => setWanted(Math.max(0, Math.min(reviews.length - 1, at + by)));
  useHotkey('j', () => step(1));
  useHotkey('k', () => step(-1));
  const review = reviews[at];
  if (review === undefined) return null;
  return (
    <div className="yg-stack">
      <div className="yg-row yg-row-spread">
        <span>{say(reviewMessages.position, { at: at + 1, total })}</span>
        <span className="yg-row">
          <Button aria-keyshortcuts="K" onClick={() => step(-1)}>{say(reviewMessages.previous)} <kbd aria-hidden>K</kbd></Button>
          <Button aria-keyshortcuts="J" onClick={() => step(1)}>{say(reviewMessages.next)} <kbd aria-hidden>J</kbd></Button>
        </span>
      </div>
      <ReviewPair review={review} />
      <Decision key={review.id} review={review} />
    </div>
  );
}

function Decision({ review }: { review: MatchReview }) {
  const say = useText();
  const may = useMay('resident.decide-review');
  const [cardReplaced, setCardReplaced] = useState(false);
  const { ask, problem, pending } = useDecision(review, cardReplaced);
  useHotkey('s', () => ask('same'), { enabled: may });
  useHotkey('d', () => ask('different'), { enabled: may });
  if (!may) return null;
  return (
    <div className="yg-stack">
      {problem && <ProblemNotice problem={problem} />}
      {review.rule === 'two-valid-id-cards' && (
        <Checkbox checked={cardReplaced} onChange={(event) => setCardReplaced(event.target.checked)}>{say(reviewMessages.confirmCard)}</Checkbox>
      )}
      <div className="yg-row">
        <Button type="primary" loading={pending} aria-keyshortcuts="S" onClick={() => ask('same')}>{say(reviewMessages.same)} <kbd aria-hidden>S</kbd></Button>
        <Button loading={pending} aria-keyshortcuts="D" onClick={() => ask('different')}>{say(reviewMessages.different)} <kbd aria-hidden>D</kbd></Button>
      </div>
    </div>
  );
}

function useDecision(review: MatchReview, confirmCardReplaced: boolean) {
  const say = useText();
  const confirmReason = useConfirmReason();
  const decide = useCommand(decideMatchReview);
  const run = async (decision: 'same' | 'different') => {
    const same = decision === 'same';
    const reason = await confirmReason({
      title: say(same ? reviewMessages.sameTitle : reviewMessages.differentTitle),
      explanation: say(same ? reviewMessages.sameWhy : reviewMessages.differentWhy),
      verb: say(same ? reviewMessages.same : reviewMessages.different),
      usual: [say(same ? reviewMessages.sameReasons : reviewMessages.differentReasons)],
    });
    if (reason === undefined) return;
    if (await decide.run({ id: review.id, decision, reason, confirmCardReplaced })) toast(say(reviewMessages.decided));
  };
  return { ask: (decision: 'same' | 'different') => void run(decision), problem: decide.problem, pending: decide.pending };
}
