import type { Column, Filter } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listServiceCentres, type ServiceCentre } from '../../contract/centres.ts';
import { SERVICES } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { filterChoicesOf } from '../words.ts';
import { centreMessages } from './messages.ts';

const FILTERS: readonly Filter[] = [
  { key: 'service', title: centreMessages.service, kind: 'choice', many: true, options: filterChoicesOf(SERVICES) },
  { key: 'on', title: centreMessages.on, kind: 'date' },
];

/** All relations, ended ones included. */
export function CentreList({ onOpen }: { onOpen: (relation: ServiceCentre) => void }) {
  const say = useText();
  const columns: readonly Column<ServiceCentre>[] = [
    { key: 'service', title: centreMessages.service, width: 110, render: (row) => say(SERVICES[row.service]), value: (row) => say(SERVICES[row.service]) },
    { key: 'memberName', title: centreMessages.member, width: 240, render: (row) => row.memberName, value: (row) => row.memberName },
    { key: 'centreName', title: centreMessages.centre, width: 240, render: (row) => row.centreName, value: (row) => row.centreName },
    { key: 'validFrom', title: messages.validFrom, width: 120, render: (row) => row.validFrom, value: (row) => row.validFrom },
    { key: 'validUntil', title: messages.validUntil, width: 120, render: (row) => row.validUntil ?? say(messages.openEnded), value: (row) => row.validUntil },
  ];
  return (
    <DataTable
      name="consortium.service-centres" title={say(centreMessages.centres)} operation={listServiceCentres} rowKey={(row) => row.id}
      rowTitle={(row) => row.memberName} columns={columns} filters={FILTERS} searchHint={centreMessages.search} onOpen={onOpen}
      empty={{ title: centreMessages.nothing }}
    />
  );
}
