import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listCatalogueCases, type CatalogueCase } from '../../contract/catalogues.ts';
import { yuanText } from '../file-text.ts';
import { messages } from '../messages.ts';

/** The discharges from which one group was formed, or those left out with the reason. */
export function CatalogueCases({ packId, group }: { packId: string; group: string }) {
  const say = useText();
  const word = (key: string): string => (Object.hasOwn(messages, key) ? say(messages[key as keyof typeof messages]) : key);
  const whether = (row: CatalogueCase): string => (row.leftOut === '' ? say(row.kept ? messages.kept : messages.trimmed) : word(row.leftOut));
  const columns: Column<CatalogueCase>[] = [
    { key: 'record', title: messages.record, width: 130, render: (row) => row.recordNumber, value: (row) => row.recordNumber },
    { key: 'principal', title: messages.principal, width: 130, render: (row) => row.principal, value: (row) => row.principal },
    { key: 'dischargedOn', title: messages.dischargedOn, width: 120, render: (row) => row.dischargedOn, value: (row) => row.dischargedOn },
    { key: 'cost', title: messages.cost, width: 130, align: 'end', render: (row) => yuanText(row.costFen), value: (row) => row.costFen / 100 },
    { key: 'kept', title: messages.status, width: 120, render: whether, value: whether },
  ];
  return (
    <DataTable
      name="casemix.catalogue-cases" title={group === '' ? say(messages.leftOut) : say(messages.casesOf, { group })} operation={listCatalogueCases} input={{ id: packId, group }} address={false} rowKey={(row) => row.dischargeId} rowTitle={(row) => row.recordNumber}
      columns={columns} empty={{ title: messages.nothing, next: messages.nothingNext }}
    />
  );
}
