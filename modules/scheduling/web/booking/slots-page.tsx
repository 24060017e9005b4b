import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import type { Column, Filter, TableView } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { OutputOf } from '#platform/kernel/contract.ts';
import { listSlots } from '../../contract/clinics.ts';
import { POOLS, specialityText, type Pool } from '../../contract/words.ts';
import { filterChoices, specialityFilter } from '../form-values.ts';
import { messages } from '../messages.ts';
import '../scheduling.css';
import { BookSlotForm } from './book-slot-form.tsx';
import { bookingMessages } from './messages.ts';

type SlotRow = OutputOf<(typeof listSlots)['output']>['rows'][number];

const VIEWS: readonly TableView[] = [
  { key: 'free', title: bookingMessages.freeNow, filters: { freeOnly: 'true' } },
  { key: 'referral', title: bookingMessages.referralSeats, filters: { freeOnly: 'true', pool: 'referral' } },
  { key: 'contract', title: bookingMessages.contractSeats, filters: { freeOnly: 'true', pool: 'contract' } },
  { key: 'all', title: bookingMessages.allTimes, filters: {} },
];
const FILTERS: readonly Filter[] = [
  { key: 'speciality', title: messages.speciality, kind: 'choice', many: true, options: specialityFilter },
  { key: 'pool', title: messages.pool, kind: 'choice', options: filterChoices(POOLS) },
  { key: 'from', title: bookingMessages.from, kind: 'date' },
  { key: 'until', title: bookingMessages.until, kind: 'date' },
];

/** Find a time and book it for a person, without leaving the list. */
export function SlotsPage() {
  const say = useText();
  const format = useFormat();
  const workspace = useWorkspace();
  const open = (row: SlotRow) => {
    const key = `slot:${row.id}`;
    workspace.open({ key, title: `${row.clinicName} ${format.dateTime(row.startsAt)}`, content: <BookSlotForm slot={row} onDone={() => workspace.close(key)} /> });
  };
  return (
    <>
      <PageHeader title={say(bookingMessages.slots)} />
      <DataTable
        name="scheduling.slots" title={say(bookingMessages.slots)} operation={listSlots} rowKey={(row) => row.id}
        rowTitle={(row) => `${row.clinicName} ${format.dateTime(row.startsAt)}`} columns={useColumns()} views={VIEWS} filters={FILTERS}
        searchHint={bookingMessages.search} onOpen={open} empty={{ title: bookingMessages.nothing, next: bookingMessages.nothingNext }}
      />
    </>
  );
}

function useColumns(): readonly Column<SlotRow>[] {
  const say = useText();
  const format = useFormat();
  const seats = (row: SlotRow, pool: Pool): string => {
    const found = row.pools.find((each) => each.pool === pool);
    return found === undefined || found.quota === 0 ? '—' : `${found.quota - found.taken}/${found.quota}`;
  };
  const seatColumn = (pool: Pool): Column<SlotRow> => ({
    key: pool, title: POOLS[pool], width: 76, align: 'end', render: (row) => seats(row, pool), value: (row) => seats(row, pool),
  });
  return [
    { key: 'startsAt', title: messages.time, width: 150, sortable: true, render: (row) => format.dateTime(row.startsAt), value: (row) => format.dateTime(row.startsAt) },
    { key: 'clinicName', title: messages.clinic, width: 190, sortable: true, render: (row) => row.clinicName, value: (row) => row.clinicName },
    seatColumn('open'), seatColumn('referral'), seatColumn('contract'),
    { key: 'doctor', title: messages.doctor, width: 100, render: (row) => row.practitionerName ?? '—', value: (row) => row.practitionerName },
    { key: 'speciality', title: messages.speciality, width: 120, sortable: true, onPhone: false, render: (row) => say(specialityText(row.speciality)), value: (row) => say(specialityText(row.speciality)) },
    { key: 'organisation', title: messages.organisation, width: 200, onPhone: false, render: (row) => row.organisationName, value: (row) => row.organisationName },
  ];
}
