import { useState } from 'react';
import { Button } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Segments } from '#platform/web/form/segments.tsx';
import { Empty } from '#platform/web/layout/empty.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useMay, useSession } from '#platform/web/session/session.tsx';
import { Clock } from '#platform/web/state/clock.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { listReferrals, priorityTitles, stateTitles, type ReferralCard } from '../../contract.ts';
import { followUpMessages, messages } from '../messages.ts';
import { priorityTone, WhoseMove } from './referral-card.tsx';

type View = 'ours' | 'out' | 'all';
const STEP = 100;
const SHOWN_MAX = 500;

/** The village doctor's desk: what waits for me, what I sent, two large buttons. */
export function PhoneDesk() {
  const say = useText();
  const navigate = useNavigate();
  const mayRefer = useMay('referral.save-draft');
  const [view, setView] = useState<View>('ours');
  const [shown, setShown] = useState(STEP);
  const input = view === 'ours' ? { ours: 'true' } : view === 'out' ? { box: 'out', live: 'true' } : {};
  const answer = useOperation(listReferrals, { ...input, limit: shown } as never, { keepPrevious: true });
  return (
    <div className="referral-phone">
      <PageHeader title={say(messages.desk)} />
      <div className="referral-phone-actions">
        {mayRefer && <Button type="primary" size="large" block onClick={() => void navigate('/refer')}>{say(messages.refer)}</Button>}
        <Button size="large" block onClick={() => void navigate('/referral-follow-ups')}>{say(followUpMessages.title)}</Button>
      </div>
      <Segments
        block size="large" aria-label={say(messages.show)} value={view} onChange={(value) => {
          setView(value as View);
          setShown(STEP);
        }}
        options={[{ value: 'ours', label: say(messages.ours) }, { value: 'out', label: say(messages.boxOut) }, { value: 'all', label: say(messages.boxAll) }]}
      />
      <Answer query={answer}>
        {(page) =>
          page.rows.length === 0 ? (
            <Empty title={say(messages.nothing)} next={say(messages.nothingNext)} />
          ) : (
            <>
              <ul className="referral-phone-list">{page.rows.map((card) => <PhoneCard key={card.id} card={card} />)}</ul>
              <Rest left={page.total - page.rows.length} mayShow={shown < SHOWN_MAX} isLoading={answer.isFetching} onMore={() => setShown(Math.min(shown + STEP, SHOWN_MAX))} />
            </>
          )
        }
      </Answer>
    </div>
  );
}

/** How many are not shown, and more of them as far as a phone carries. */
function Rest({ left, mayShow, isLoading, onMore }: { left: number; mayShow: boolean; isLoading: boolean; onMore: () => void }) {
  const say = useText();
  if (left <= 0) return null;
  if (mayShow) return <Button size="large" block loading={isLoading} onClick={onMore}>{say(messages.moreLeft, { count: left })}</Button>;
  return <p className="yg-quiet" role="status">{say(messages.tooManyLeft, { count: left })}</p>;
}

function PhoneCard({ card }: { card: ReferralCard }) {
  const say = useText();
  const { acting } = useSession();
  return (
    <li>
      <Link className="referral-phone-card" to={`/referrals/${card.id}`}>
        <span className="referral-card-top">
          <StateTag tone={priorityTone[card.priority]} text={say(priorityTitles[card.priority])} />
          <strong>{card.personName}</strong>
          <span className="referral-card-time">{card.deadline ? <Clock until={card.deadline} since={card.since} /> : <TimeAgo at={card.since} />}</span>
        </span>
        <span>{say(stateTitles[card.state])} · {card.diagnosisText ?? card.reasonText ?? '—'}</span>
        <span className="yg-quiet">{card.fromOrganisationName} → {card.toOrganisationName}</span>
        <WhoseMove card={card} own={acting?.organisationId} />
      </Link>
    </li>
  );
}
