import { useState } from 'react';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { addDays, chinaDate, isCalendarDate } from '#platform/kernel/period.ts';
import { everyOrganisation } from '#modules/consortium/contract/organisation-choices.ts';
import { Bars } from '#platform/web/chart/bars.tsx';
import { useOperation } from '#platform/web/client/hooks.ts';
import { useListedNames } from '#platform/web/form/use-listed-choices.ts';
import { DateInput } from '#platform/web/form/date-field.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { REFUSAL_WORDS, summariseRefusals } from '../contract/quality.ts';
import { refusalReasons } from '../contract/schemas.ts';
import { messages } from './messages.ts';
import { qualityMessages } from './quality-messages.ts';
import './viewer/viewer.css';

type Sum = ResultOf<typeof summariseRefusals>['rows'][number];
const SHOWN_MAX = 500;
const DAYS = 90;

/** How many studies were refused, where and why. */
export function QualityPage() {
  const say = useText();
  const today = chinaDate(new Date());
  const [from, setFrom] = useState(addDays(today, -DAYS));
  const [until, setUntil] = useState(today);
  const asked = { from: isCalendarDate(from) ? from : addDays(today, -DAYS), until: isCalendarDate(until) ? until : today };
  const sums = useOperation(summariseRefusals, { ...asked, limit: SHOWN_MAX } as never, { keepPrevious: true });
  return (
    <>
      <PageHeader title={say(qualityMessages.title)} />
      <div className="yg-row imaging-period">
        <span>{say(qualityMessages.from)}</span>
        <DateInput label={say(qualityMessages.from)} aria-label={say(qualityMessages.from)} value={from} max={asked.until} onChange={setFrom} />
        <span>{say(qualityMessages.until)}</span>
        <DateInput label={say(qualityMessages.until)} aria-label={say(qualityMessages.until)} value={until} min={asked.from} max={today} onChange={setUntil} />
      </div>
      <Answer query={sums}>{({ rows }) => <Sums rows={rows} />}</Answer>
    </>
  );
}

function Sums({ rows }: { rows: readonly Sum[] }) {
  const say = useText();
  const nameOf = useListedNames(everyOrganisation);
  const name = (row: Sum): string => nameOf(row.organisationId);
  const share = (row: Sum): string => `${((row.refused / Math.max(1, row.studies)) * 100).toFixed(1)}%`;
  const columns: Column<Sum>[] = [
    { key: 'site', title: qualityMessages.site, render: name },
    { key: 'modality', title: messages.modality, render: (row) => row.modality },
    { key: 'studies', title: qualityMessages.studies, align: 'end', render: (row) => row.studies },
    { key: 'refused', title: qualityMessages.refusedCount, align: 'end', render: (row) => row.refused },
    { key: 'share', title: qualityMessages.share, align: 'end', render: share },
    { key: 'retakes', title: qualityMessages.retakes, align: 'end', onPhone: false, render: (row) => row.retakes },
  ];
  const reasons = refusalReasons.map((reason) => ({ name: say(REFUSAL_WORDS[reason]), value: rows.reduce((sum, row) => sum + (row.reasons[reason] ?? 0), 0) })).filter(({ value }) => value > 0);
  return (
    <div className="yg-stack">
      {reasons.length > 0 && <div className="yg-panel"><div className="yg-panel-body"><Bars title={say(qualityMessages.byReason)} items={reasons} /></div></div>}
      <Panel title={say(qualityMessages.bySite)}>
        <PlainTable caption={say(qualityMessages.bySite)} columns={columns} rows={rows} rowKey={(row) => `${row.organisationId} ${row.modality}`} empty={qualityMessages.nothing} />
      </Panel>
    </div>
  );
}
