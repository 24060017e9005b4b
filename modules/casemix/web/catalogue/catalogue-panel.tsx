import { Button } from 'antd';
import { Bars } from '#platform/web/chart/bars.tsx';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { listed } from '#platform/web/text/listed.ts';
import { useText } from '#platform/web/text/messages.ts';
import { getCatalogue, type Catalogue } from '../../contract/catalogues.ts';
import { yuanText } from '../file-text.ts';
import { messages } from '../messages.ts';
import { CatalogueCases } from './catalogue-cases.tsx';
import '../casemix.css';

const SHOWN = 100;
const HOSPITALS_SHOWN = 12;

/** Grouping rate and CMI by hospital, spread of the groups, and each group with the way to its cases. */
export function CataloguePanel({ packId }: { packId: string }) {
  const say = useText();
  const query = useOperation(getCatalogue, { id: packId, limit: SHOWN, offset: 0 });
  return <Panel title={say(messages.catalogue)} level={3}><Answer query={query}>{(catalogue) => (catalogue.total === 0 ? <p className="yg-quiet">{say(messages.noCatalogue)}</p> : <Body catalogue={catalogue} packId={packId} />)}</Answer></Panel>;
}

function Body({ catalogue, packId }: { catalogue: Catalogue; packId: string }) {
  const say = useText();
  const workspace = useWorkspace();
  const open = (group: string) => workspace.open({
    key: `catalogue-cases:${packId}:${group}`, width: 'wide', title: group === '' ? say(messages.leftOut) : say(messages.casesOf, { group }), content: <CatalogueCases packId={packId} group={group} />,
  });
  const leftOut = Object.values(catalogue.leftOut).reduce((sum, cases) => sum + cases, 0);
  const hospitals = catalogue.hospitals.slice(0, HOSPITALS_SHOWN);
  return (
    <div className="yg-stack">
      <div className="casemix-charts">
        <Bars title={say(messages.groupingRate)} unit="%" items={hospitals.map(({ hospital, groupingRate }) => ({ name: hospital, value: Number(groupingRate) }))} />
        <Bars title={say(messages.cmi)} items={hospitals.map(({ hospital, cmi }) => ({ name: hospital, value: cmi === '' ? null : Number(cmi) }))} />
        <Bars title={say(messages.cvDistribution)} items={catalogue.cvDistribution.map(({ from, until, groups }) => ({ name: until === '' ? `≥${Number(from)}` : `<${Number(until)}`, value: groups }))} />
      </div>
      {leftOut > 0 && <div><Button type="link" onClick={() => open('')}>{say(messages.showLeftOut, { count: leftOut })}</Button></div>}
      <Groups catalogue={catalogue} onOpen={open} />
    </div>
  );
}

function Groups({ catalogue, onOpen }: { catalogue: Catalogue; onOpen: (group: string) => void }) {
  const say = useText();
  const word = (key: string): string => (Object.hasOwn(messages, key) ? say(messages[key as keyof typeof messages]) : key);
  return (
    <>
      <PlainTable
        caption={say(messages.groups)} rows={catalogue.rows} rowKey={(row) => row.group}
        columns={[
          { key: 'group', title: messages.group, render: (row) => <Button type="link" size="small" onClick={() => onOpen(row.group)}>{row.group}</Button> }, { key: 'kind', title: messages.kind, render: (row) => word(row.kind) },
          { key: 'cases', title: messages.cases, align: 'end', render: (row) => row.cases }, { key: 'cv', title: messages.cv, align: 'end', render: (row) => row.cv ?? '—' },
          { key: 'mean', title: messages.mean, align: 'end', render: (row) => (row.meanFen === null ? '—' : yuanText(row.meanFen)) }, { key: 'score', title: messages.score, align: 'end', render: (row) => row.score ?? '—' },
          { key: 'flags', title: messages.flags, render: (row) => listed(row.flags.map(word)) || '—' },
        ]}
      />
      {catalogue.total > catalogue.rows.length && <p className="yg-quiet">{say(messages.cutAt, { total: catalogue.total, shown: catalogue.rows.length })}</p>}
    </>
  );
}
