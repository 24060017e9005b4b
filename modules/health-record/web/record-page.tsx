import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { LaunchApps } from '#platform/web/account/launch-apps.tsx';
import { useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { PatientBanner } from '#platform/web/layout/patient-banner.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { getRecordSummary, getTimeline, type RecordSummary } from '../contract.ts';
import { ClosedRecord } from './closed-record.tsx';
import { ConsentPanel } from './consent-panel.tsx';
import { HiddenItems } from './hidden-items.tsx';
import { basisText, messages } from './messages.ts';
import { RecordSides } from './record-sides.tsx';
import { TimelineFilters, useTimelineFilter } from './timeline-filters.tsx';
import { TimelineList } from './timeline-list.tsx';
import { TrendPanel } from './trend-panel.tsx';

const PAGE = 50;
const SHOWN_MAX = 200;

/** One person's record across all members: banner, timeline, problems and medicines, trends. */
export function RecordPage() {
  const { personId = '' } = useParams();
  const say = useText();
  const summary = useOperation(getRecordSummary, { personId });
  return (
    <>
      <PageHeader title={say(messages.record)} />
      {summary.data === undefined && summary.error?.code === 'platform.record-forbidden'
        ? <ClosedRecord personId={personId} />
        : <Answer query={summary}>{(data) => <RecordBody summary={data} />}</Answer>}
    </>
  );
}

function RecordBody({ summary }: { summary: RecordSummary }) {
  const say = useText();
  const [mayReview, mayReveal] = [useMay('health-record.review-access'), useMay('health-record.reveal-item')];
  const mayRefer = useMay('referral.save-draft');
  // What the own organisation wrote or was shown opens no record: there is no more to uncover or to permit.
  const isOpen = summary.basis !== 'own-items' && summary.basis !== 'share';
  return (
    <div className="yg-stack">
      <PatientBanner
        patient={summary}
        // No entry is not the same as no allergy: the banner says "none known" only where somebody recorded that.
        allergies={summary.allergies.length > 0 ? summary.allergies.map((each) => each.text) : undefined}
        actions={(
          <>
            <span className="yg-quiet">{say(messages.basis, { basis: say(basisText(summary.basis)) })}</span>
            {mayRefer && isOpen && !summary.replacedBy && <Link className="yg-print-hidden" to={`/refer?person=${summary.personId}`}>{say(messages.refer)}</Link>}
          </>
        )}
      />
      {summary.replacedBy && (
        <p role="alert">{say(messages.replaced)} <Link to={`/records/${summary.replacedBy}`}>{say(messages.openReplacement)}</Link></p>
      )}
      <div className="health-record-layout">
        <div className="yg-stack">
          <TimelinePanel summary={summary} />
        </div>
        <div className="yg-stack">
          {isOpen && mayReveal && <HiddenItems personId={summary.personId} />}
          <TrendPanel personId={summary.personId} />
          <RecordSides summary={summary} accessLink={mayReview ? `/records/${summary.personId}/access` : undefined} />
          {isOpen && <ConsentPanel personId={summary.personId} />}
          {isOpen && <LaunchApps personId={summary.personId} />}
        </div>
      </div>
    </div>
  );
}

function TimelinePanel({ summary }: { summary: RecordSummary }) {
  const say = useText();
  const [filter] = useTimelineFilter();
  const [limit, setLimit] = useState(PAGE);
  const timeline = useOperation(getTimeline, { personId: summary.personId, ...filter, limit }, { keepPrevious: true, refreshOn: ['fhir', 'referral'] });
  return (
    <Panel title={say(messages.timeline)} actions={<TimelineFilters sources={summary.sources} />}>
      <Answer query={timeline}>
        {(data) => (
          <TimelineList
            personId={summary.personId}
            items={data.rows}
            total={data.total}
            hidden={data.hidden}
            onMore={limit < SHOWN_MAX ? () => setLimit((shown) => Math.min(SHOWN_MAX, shown + PAGE)) : undefined}
            loadingMore={timeline.isFetching}
          />
        )}
      </Answer>
    </Panel>
  );
}
