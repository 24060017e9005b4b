import { Button } from 'antd';
import { Link } from 'react-router';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { Area } from '../../contract/grids.ts';
import { useAbility } from '../use-ability.ts';
import { AssignAreaForm } from './assign-area-form.tsx';
import type { Coverage } from './map-model.ts';
import { mapMessages } from './messages.ts';
import { ReleaseAreaForm } from './release-area-form.tsx';
import { coverageText } from './coverage-text.ts';

interface AreaDetailProps {
  readonly area: Area;
  readonly grids: Coverage['grids'];
}

/** One area, the grids it lies in, and the ways in and out. */
export function AreaDetail({ area, grids }: AreaDetailProps) {
  const say = useText();
  const format = useFormat();
  const workspace = useWorkspace();
  const ability = useAbility();
  const key = `assign-area:${area.id}`;
  const assign = () => workspace.open({
    key, title: say(mapMessages.assignTitle, { name: area.name }), content: <AssignAreaForm area={area} grids={grids} onDone={() => workspace.close(key)} />,
  });
  return (
    <Panel
      title={area.name}
      actions={<AbilityButton ability={ability({ permission: 'consortium.assign-area' })} onClick={assign}>{say(mapMessages.assign)}</AbilityButton>}
    >
      <div className="yg-stack">
        <Facts
          items={[
            { label: say(mapMessages.population), value: format.number(area.population) },
            { label: say(mapMessages.area), value: say(mapMessages[area.kind]) },
            ...(area.grids.length === 0 ? [{ label: say(mapMessages.grid), value: coverageText(area, say), wide: true }] : []),
          ]}
        />
        {area.grids.map((grid) => <GridLine key={grid.assignmentId} area={area} grid={grid} leadId={grids.find((each) => each.id === grid.gridId)?.leadOrganisationId} />)}
      </div>
    </Panel>
  );
}

function GridLine({ area, grid, leadId }: { area: Area; grid: Area['grids'][number]; leadId: string | undefined }) {
  const say = useText();
  const workspace = useWorkspace();
  const mayRelease = useMay('consortium.release-area');
  const key = `release-area:${grid.assignmentId}`;
  const release = () => workspace.open({
    key, title: say(mapMessages.releaseTitle, { area: area.name, grid: grid.gridName }), content: <ReleaseAreaForm assignment={grid} area={area} onDone={() => workspace.close(key)} />,
  });
  return (
    <div className="yg-row yg-row-spread consortium-line">
      <span>
        <strong>{grid.gridName}</strong> <span className="yg-quiet">{say(mapMessages.since, { day: grid.validFrom })}</span><br />
        {leadId ? <Link to={`/organisations?open=${leadId}`}>{grid.leadName}</Link> : grid.leadName}
      </span>
      {mayRelease && <Button size="small" onClick={release}>{say(mapMessages.release)}</Button>}
    </div>
  );
}
