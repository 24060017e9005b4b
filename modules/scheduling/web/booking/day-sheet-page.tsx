import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { isCalendarDate } from '#platform/kernel/period.ts';
import { DateInput } from '#platform/web/form/date-field.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import type { Column, Filter, TableView } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { listDaySheet, type DayLine } from '../../contract/reservations.ts';
import { POOLS, RESERVATION_STATES } from '../../contract/words.ts';
import { filterChoices, today } from '../form-values.ts';
import { messages } from '../messages.ts';
import '../scheduling.css';
import { BookingPanel } from './booking-panel.tsx';
import { bookingMessages } from './messages.ts';
import { RESERVATION_TONES } from './reservation-ability.ts';

const VIEWS: readonly TableView[] = [
  { key: 'waiting', title: bookingMessages.waiting, filters: { state: ['held', 'confirmed'] } },
  { key: 'all', title: bookingMessages.all, filters: {} },
];
const FILTERS: readonly Filter[] = [
  { key: 'state', title: messages.state, kind: 'choice', many: true, options: filterChoices(RESERVATION_STATES) },
  { key: 'pool', title: messages.pool, kind: 'choice', many: true, options: filterChoices(POOLS) },
];

/** Who comes today, and whom the own organisation has booked elsewhere. */
export function DaySheetPage() {
  const say = useText();
  const workspace = useWorkspace();
  const [address, setAddress] = useSearchParams();
  const day = address.get('day') ?? today();
  const input = useMemo(() => ({ day: isCalendarDate(day) ? day : today() }), [day]);
  const choose = (next: string) => {
    const after = new URLSearchParams(address);
    after.set('day', next);
    setAddress(after, { replace: true });
  };
  const open = (row: DayLine) => workspace.open({ key: `booking:${row.id}`, title: row.personName, content: <BookingPanel line={row} onDone={() => workspace.close(`booking:${row.id}`)} /> });
  return (
    <>
      <PageHeader title={say(bookingMessages.daySheet)} actions={<DateInput value={day} onChange={choose} label={say(messages.day)} />} />
      <DataTable
        name="scheduling.day-sheet" title={`${say(bookingMessages.daySheet)} ${input.day}`} operation={listDaySheet} input={input} rowKey={(row) => row.id}
        rowTitle={(row) => row.personName} columns={useColumns()} views={VIEWS} filters={FILTERS} searchHint={bookingMessages.search} onOpen={open}
        empty={{ title: bookingMessages.nobody, next: bookingMessages.nobodyNext }}
      />
    </>
  );
}

function useColumns(): readonly Column<DayLine>[] {
  const say = useText();
  const format = useFormat();
  return [
    { key: 'startsAt', title: messages.time, width: 120, sortable: true, render: (row) => `${format.time(row.startsAt)}–${format.time(row.endsAt)}`, value: (row) => format.time(row.startsAt) },
    { key: 'person', title: messages.person, width: 130, render: (row) => row.personName, value: (row) => row.personName },
    { key: 'clinicName', title: messages.clinic, width: 190, sortable: true, render: (row) => row.clinicName, value: (row) => row.clinicName },
    { key: 'state', title: messages.state, width: 120, sortable: true, render: (row) => <StateTag tone={RESERVATION_TONES[row.state]} text={say(RESERVATION_STATES[row.state])} />, value: (row) => say(RESERVATION_STATES[row.state]) },
    { key: 'pool', title: messages.pool, width: 90, onPhone: false, render: (row) => (row.pool === null ? '—' : say(POOLS[row.pool])), value: (row) => (row.pool === null ? null : say(POOLS[row.pool])) },
    { key: 'booker', title: bookingMessages.booker, width: 200, onPhone: false, render: (row) => row.byOrganisationName, value: (row) => row.byOrganisationName },
  ];
}
