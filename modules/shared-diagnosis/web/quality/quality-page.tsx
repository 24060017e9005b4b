import { useSearchParams } from 'react-router';
import { Segments } from '#platform/web/form/segments.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { qualityMessages } from '../messages.ts';
import '../diagnosis.css';
import { CorrectiveList } from './corrective-list.tsx';
import { PlanList } from './plan-list.tsx';
import { SecondReadingList } from './second-reading-list.tsx';
import { StatisticsView } from './statistics-view.tsx';

const TABS = ['statistics', 'second', 'corrective', 'plans'] as const;

/** Turn-around, agreement of second readings, what follows from them. */
export function QualityPage() {
  const say = useText();
  const [address, setAddress] = useSearchParams();
  const maySecond = useMay('shared-diagnosis.read-second-readings');
  const tabs = TABS.filter((tab) => tab !== 'second' || maySecond);
  const shown = tabs.find((tab) => tab === address.get('show')) ?? 'statistics';
  return (
    <>
      <PageHeader title={say(qualityMessages.title)} />
      <div className="yg-stack">
        <Segments value={shown} onChange={(value) => setAddress(value === 'statistics' ? {} : { show: String(value) }, { replace: true })} options={tabs.map((value) => ({ value, label: say(qualityMessages[value]) }))} />
        {shown === 'statistics' ? <StatisticsView /> : shown === 'second' ? <SecondReadingList /> : shown === 'corrective' ? <CorrectiveList /> : <PlanList />}
      </div>
    </>
  );
}
