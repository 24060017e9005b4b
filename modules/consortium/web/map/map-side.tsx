import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Link } from 'react-router';
import { Panel } from '#platform/web/layout/panel.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { Area } from '../../contract/grids.ts';
import type { OrganisationNode } from '../../contract/organisations.ts';
import { KINDS } from '../../contract/words.ts';
import { LevelMark } from '../level-mark.tsx';
import { messages } from '../messages.ts';
import { wordOf } from '../words.ts';
import { AreaDetail } from './area-detail.tsx';
import { coverageState, type Choice, type Coverage } from './map-model.ts';
import { mapMessages } from './messages.ts';
import { listed } from '#platform/web/text/listed.ts';

interface MapSideProps {
  readonly coverage: Coverage;
  readonly choice: Choice | undefined;
  readonly areas: readonly Area[];
  readonly sites: readonly OrganisationNode[];
  readonly nodes: readonly OrganisationNode[];
  readonly onChoose: (choice: Choice | undefined) => void;
}

const ROWS_MAX = 300;

/** The list beside the map, narrowed by what is chosen there. */
export function MapSide({ coverage, choice, areas, sites, nodes, onChoose }: MapSideProps) {
  const say = useText();
  const area = choice?.kind === 'area' ? coverage.areas.find((each) => each.id === choice.id) : undefined;
  const site = choice?.kind === 'site' ? nodes.find((each) => each.id === choice.id) : undefined;
  const grid = choice?.kind === 'grid' ? coverage.grids.find((each) => each.id === choice.id) : undefined;
  const name = area?.name ?? site?.name ?? grid?.name;
  return (
    <div className="consortium-map-side" aria-live="polite">
      {name !== undefined && (
        <div className="yg-badge consortium-chosen">
          {say(mapMessages.filteredBy, { name })}
          <Button type="text" size="small" icon={<CloseOutlined />} aria-label={say(messages.clear)} onClick={() => onChoose(undefined)} />
        </div>
      )}
      {area && <AreaDetail area={area} grids={coverage.grids} />}
      {site && <SitePanel site={site} />}
      {choice === undefined && <GridsPanel coverage={coverage} onChoose={onChoose} />}
      {!area && <AreasPanel areas={areas} onChoose={onChoose} />}
      {choice !== undefined && <SitesPanel sites={sites.filter((each) => each.id !== site?.id)} onChoose={onChoose} />}
    </div>
  );
}

function SitePanel({ site }: { site: OrganisationNode }) {
  const say = useText();
  return (
    <Panel title={<span className="yg-row"><LevelMark level={site.level} />{site.name}</span>}>
      <p>{say(wordOf(KINDS, site.kind))} · <Link to={`/organisations?open=${site.id}`}>{say(messages.openOrganisation)}</Link></p>
    </Panel>
  );
}

function AreasPanel({ areas, onChoose }: Pick<MapSideProps, 'areas' | 'onChoose'>) {
  const say = useText();
  const format = useFormat();
  const rank = { uncovered: 0, overlapping: 1, covered: 2 } as const;
  const sorted = [...areas].sort((a, b) => rank[coverageState(a)] - rank[coverageState(b)]).slice(0, ROWS_MAX);
  return (
    <Panel flush={areas.length > 0} title={<>{say(mapMessages.areas)} <span className="yg-count">{areas.length}</span></>}>
      <PlainTable
        caption={say(messages.tableOf, { title: say(mapMessages.areas) })} rows={sorted} rowKey={(row) => row.id} empty={mapMessages.nothing}
        columns={[
          { key: 'name', title: mapMessages.area, render: (row) => <Button type="link" className="consortium-link" onClick={() => onChoose({ kind: 'area', id: row.id })}>{row.name}</Button> },
          { key: 'people', title: mapMessages.peopleColumn, align: 'end', render: (row) => format.number(row.population) },
          { key: 'grid', title: mapMessages.grid, render: (row) => <CoverageCell area={row} /> },
        ]}
      />
    </Panel>
  );
}

function CoverageCell({ area }: { area: Area }) {
  const say = useText();
  const state = coverageState(area);
  if (state === 'uncovered') return <StateTag tone="overdue" text={say(mapMessages.uncovered)} />;
  const names = listed(area.grids.map((grid) => grid.gridName));
  return state === 'covered' ? names : <><StateTag tone="due" text={say(mapMessages.overlapping)} /> {names}</>;
}

function GridsPanel({ coverage, onChoose }: Pick<MapSideProps, 'coverage' | 'onChoose'>) {
  const say = useText();
  const format = useFormat();
  return (
    <Panel flush title={<>{say(mapMessages.grids)} <span className="yg-count">{coverage.grids.length}</span></>}>
      <PlainTable
        caption={say(messages.tableOf, { title: say(mapMessages.grids) })} rows={coverage.grids} rowKey={(row) => row.id} empty={mapMessages.nothing}
        columns={[
          { key: 'name', title: mapMessages.grid, render: (row) => <Button type="link" className="consortium-link" onClick={() => onChoose({ kind: 'grid', id: row.id })}>{row.name}</Button> },
          { key: 'areas', title: mapMessages.areaColumn, align: 'end', render: (row) => row.areaCount },
          { key: 'people', title: mapMessages.peopleColumn, align: 'end', render: (row) => format.number(row.population) },
        ]}
      />
    </Panel>
  );
}

function SitesPanel({ sites, onChoose }: Pick<MapSideProps, 'sites' | 'onChoose'>) {
  const say = useText();
  return (
    <Panel flush={sites.length > 0} title={<>{say(mapMessages.sites)} <span className="yg-count">{sites.length}</span></>}>
      <PlainTable
        caption={say(messages.tableOf, { title: say(mapMessages.sites) })} rows={sites.slice(0, ROWS_MAX)} rowKey={(row) => row.id} empty={mapMessages.noSites}
        columns={[
          {
            key: 'name', title: messages.name,
            render: (row) => (
              <Button type="link" className="consortium-link" onClick={() => onChoose({ kind: 'site', id: row.id })}><LevelMark level={row.level} size={12} /> {row.name}</Button>
            ),
          },
          { key: 'kind', title: messages.kind, render: (row) => say(wordOf(KINDS, row.kind)) },
        ]}
      />
    </Panel>
  );
}
