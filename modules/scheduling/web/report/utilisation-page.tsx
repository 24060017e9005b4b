import { useState } from 'react';
import { addDays, isCalendarDate } from '#platform/kernel/period.ts';
import type { OutputOf } from '#platform/kernel/contract.ts';
import { Bars } from '#platform/web/chart/bars.tsx';
import { useOperation } from '#platform/web/client/hooks.ts';
import { DateInput } from '#platform/web/form/date-field.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { getUtilisation } from '../../contract/clinics.ts';
import { POOLS } from '../../contract/words.ts';
import { today } from '../form-values.ts';
import { messages } from '../messages.ts';
import '../scheduling.css';
import { reportMessages } from './messages.ts';

type Report = OutputOf<(typeof getUtilisation)['output']>;
type Site = Report['sites'][number];

/** Seats of a period by pool and by site, and the beds of now; a pool without seats is a gap, not a zero. */
export function UtilisationPage() {
  const say = useText();
  const [period, setPeriod] = useState(() => ({ from: addDays(today(), -6), until: addDays(today(), 7) }));
  const valid = isCalendarDate(period.from) && isCalendarDate(period.until);
  const report = useOperation(getUtilisation, period, { enabled: valid, keepPrevious: true });
  return (
    <>
      <PageHeader title={say(reportMessages.title)} />
      <div className="yg-row scheduling-toolbar">
        <DateInput value={period.from} onChange={(from) => setPeriod({ ...period, from })} label={say(reportMessages.from)} />
        <DateInput value={period.until} onChange={(until) => setPeriod({ ...period, until })} label={say(reportMessages.until)} />
        {report.data && <span>{say(reportMessages.missedTotal, { count: report.data.missed })}</span>}
      </div>
      <Answer query={report}>
        {(data) => (
          <div className="yg-stack">
            <Panel title={say(reportMessages.byPool)}>
              <Bars
                title={say(reportMessages.byPool)} unit={say(reportMessages.percent)}
                items={data.pools.map((pool) => ({ name: `${say(POOLS[pool.pool])} ${pool.taken}/${pool.quota}`, value: pool.quota === 0 ? null : Math.round((1000 * pool.taken) / pool.quota) / 10 }))}
              />
            </Panel>
            <Panel title={say(reportMessages.bySite)} flush><SiteTable sites={data.sites} /></Panel>
          </div>
        )}
      </Answer>
    </>
  );
}

function SiteTable({ sites }: { sites: readonly Site[] }) {
  const say = useText();
  const columns: readonly Column<Site>[] = [
    { key: 'organisation', title: messages.organisation, render: (row) => row.organisationName },
    { key: 'seats', title: reportMessages.seats, align: 'end', render: (row) => `${row.taken}/${row.seats}` },
    { key: 'referral', title: reportMessages.referral, align: 'end', render: (row) => `${row.referralTaken}/${row.referralQuota}` },
    { key: 'missed', title: reportMessages.missed, align: 'end', render: (row) => row.missed },
    { key: 'beds', title: reportMessages.beds, align: 'end', render: (row) => row.beds },
    { key: 'occupied', title: reportMessages.occupied, align: 'end', render: (row) => row.bedsOccupied },
    { key: 'reserved', title: reportMessages.reserved, align: 'end', render: (row) => row.bedsReserved },
    { key: 'blocked', title: reportMessages.blocked, align: 'end', render: (row) => row.bedsBlocked },
  ];
  return <PlainTable caption={say(reportMessages.bySite)} columns={columns} rows={sites} rowKey={(row) => row.organisationId} empty={reportMessages.nothing} />;
}
