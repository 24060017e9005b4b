import { useOperation } from '#platform/web/client/hooks.ts';
import { Empty } from '#platform/web/layout/empty.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { analyseGroup } from '../../contract/analysis.ts';
import { spread, yuanText } from '../file-text.ts';
import { messages } from '../messages.ts';

type Unit = Omit<ResultOf<typeof analyseGroup>['units'][number], 'cv'> & { readonly cv: string | null };

/** The standard bundle of one group, then each hospital, department or doctor beside it. */
export function GroupStandard({ asked }: { asked: Partial<InputOf<typeof analyseGroup>> & { group: string } }) {
  const say = useText();
  const query = useOperation(analyseGroup, asked as InputOf<typeof analyseGroup>);
  return (
    <Answer query={query}>
      {({ standard, units, unitsTotal }) => {
        if (standard === null) return <Empty title={say(messages.noAnalysis)} />;
        const rows: Unit[] = [{ ...standard, unit: say(messages.standard), toStandard: '1.00' }, ...units];
        return (
          <div className="yg-stack">
            <p>{`${standard.group} ${standard.name}`}</p>
            <PlainTable
              caption={say(messages.bundle)} rows={rows} rowKey={(row) => row.unit}
              columns={[
                { key: 'unit', title: messages.unit, render: (row) => row.unit }, { key: 'cases', title: messages.cases, align: 'end', render: (row) => row.cases }, { key: 'toStandard', title: messages.toStandard, align: 'end', render: (row) => row.toStandard || '—' },
                { key: 'cv', title: messages.cv, align: 'end', render: (row) => row.cv ?? '—' }, { key: 'mean', title: messages.mean, align: 'end', render: (row) => yuanText(row.meanFen) }, { key: 'total', title: messages.median, align: 'end', render: (row) => spread(row.total) },
                { key: 'drugs', title: messages.drugs, align: 'end', render: (row) => spread(row.drugs) }, { key: 'consumables', title: messages.consumables, align: 'end', render: (row) => spread(row.consumables) },
                { key: 'examinations', title: messages.examinations, align: 'end', render: (row) => spread(row.examinations) },
              ]}
            />
            {unitsTotal > units.length && <p className="yg-quiet">{say(messages.cutAt, { total: unitsTotal, shown: units.length })}</p>}
          </div>
        );
      }}
    </Answer>
  );
}
