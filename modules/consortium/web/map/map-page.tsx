import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Segments } from '#platform/web/form/segments.tsx';
import { Empty } from '#platform/web/layout/empty.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { getCoverage } from '../../contract/grids.ts';
import type { OrganisationNode } from '../../contract/organisations.ts';
import { LEVELS, type Level } from '../../contract/words.ts';
import { useAbility } from '../use-ability.ts';
import { useOrganisationTree } from '../use-organisations.ts';
import { CountyMap } from './county-map.tsx';
import { CreateGridForm } from './create-grid-form.tsx';
import { MapLegend } from './map-legend.tsx';
import { areasOf, coverageState, drawCounty, sitesOf, type Choice, type Coverage, type CoverageState } from './map-model.ts';
import { MapSide } from './map-side.tsx';
import { mapMessages } from './messages.ts';
import '../consortium.css';

/** The county drawn from its own coordinates: who covers which people, and who does not. */
export function MapPage() {
  const say = useText();
  const coverage = useOperation(getCoverage, {}, { keepPrevious: true });
  const tree = useOrganisationTree();
  const workspace = useWorkspace();
  const ability = useAbility();
  const create = () => workspace.open({ key: 'create-grid', title: say(mapMessages.createGrid), content: <CreateGridForm onDone={() => workspace.close('create-grid')} /> });
  return (
    <>
      <PageHeader
        title={say(mapMessages.map)} subtitle={coverage.data && say(mapMessages.asOf, { day: coverage.data.on })}
        actions={<AbilityButton ability={ability({ permission: 'consortium.create-grid' })} onClick={create}>{say(mapMessages.createGrid)}</AbilityButton>}
      />
      <Answer query={coverage}>{(data) => <Answer query={tree}>{({ nodes }) => <MapAndList coverage={data} nodes={nodes} />}</Answer>}</Answer>
    </>
  );
}

function useChoice(): [Choice | undefined, (choice: Choice | undefined) => void] {
  const [address, setAddress] = useSearchParams();
  const kind = (['area', 'site', 'grid'] as const).find((each) => address.has(each));
  const choice = kind && { kind, id: address.get(kind)! };
  return [choice, (next) => setAddress(next ? { [next.kind]: next.id } : {}, { replace: true })];
}

function MapAndList({ coverage, nodes }: { coverage: Coverage; nodes: readonly OrganisationNode[] }) {
  const say = useText();
  const [choice, choose] = useChoice();
  const [hidden, setHidden] = useState<ReadonlySet<Level>>(new Set());
  const [wanted, setWanted] = useState<CoverageState>();
  const sites = useMemo(() => nodes.filter((node) => !hidden.has(node.level)), [nodes, hidden]);
  const drawing = useMemo(() => drawCounty(coverage, sites), [coverage, sites]);
  const areas = useMemo(() => areasOf(choice, coverage, nodes).filter((area) => wanted === undefined || coverageState(area) === wanted), [choice, coverage, nodes, wanted]);
  const filtered = choice !== undefined || wanted !== undefined;
  const lit = useMemo(() => new Set(filtered ? areas.map((area) => area.id) : []), [areas, filtered]);
  if (drawing === undefined) return <Empty title={say(mapMessages.noMap)} next={say(mapMessages.noMapNext)} />;
  const levels = (Object.keys(LEVELS) as Level[]).filter((level) => nodes.some((node) => node.level === level));
  const toggle = (level: Level) => {
    const next = new Set(hidden);
    if (!next.delete(level)) next.add(level);
    setHidden(next);
  };
  return (
    <div className="yg-stack consortium-room">
      <Sums coverage={coverage} wanted={wanted} onWant={setWanted} />
      <div className="consortium-map-beside">
        <div className="yg-panel consortium-map-panel">
          <MapLegend levels={levels} hidden={hidden} onToggle={toggle} />
          <CountyMap drawing={drawing} choice={choice} lit={lit} onChoose={choose} />
          <p className="yg-quiet consortium-keys">{say(mapMessages.keys)}</p>
        </div>
        <MapSide coverage={coverage} choice={choice} areas={areas} sites={sitesOf(choice, areas, nodes)} nodes={nodes} onChoose={choose} />
      </div>
    </div>
  );
}

interface SumsProps {
  readonly coverage: Coverage;
  readonly wanted: CoverageState | undefined;
  readonly onWant: (state: CoverageState | undefined) => void;
}

/** Counted by the database; each number is also a filter. */
function Sums({ coverage, wanted, onWant }: SumsProps) {
  const say = useText();
  const format = useFormat();
  const people = (count: number) => say(mapMessages.people, { count: format.number(count) });
  const areas = (count: number) => say(mapMessages.areasCount, { count });
  const share = coverage.population === 0 ? '' : ` · ${format.percent(coverage.coveredPopulation / coverage.population)}`;
  const entries = [
    { value: 'all', title: mapMessages.population, big: people(coverage.population), small: areas(coverage.areas.length) },
    { value: 'covered', title: mapMessages.covered, big: people(coverage.coveredPopulation), small: areas(coverage.areas.length - coverage.uncoveredAreas) + share },
    { value: 'uncovered', title: mapMessages.uncovered, big: people(coverage.uncoveredPopulation), small: areas(coverage.uncoveredAreas) },
    { value: 'overlapping', title: mapMessages.overlapping, big: people(coverage.overlapPopulation), small: areas(coverage.overlapAreas) },
  ];
  return (
    <Segments
      className="consortium-sums" value={wanted ?? 'all'} onChange={(value) => onWant(value === 'all' ? undefined : (value as CoverageState))}
      options={entries.map((entry) => ({
        value: entry.value,
        label: <span className={`consortium-sum consortium-sum-${entry.value}`}><span>{say(entry.title)}</span> <strong>{entry.big}</strong> <span className="yg-quiet">{entry.small}</span></span>,
      }))}
    />
  );
}
