import { PlusOutlined } from '@ant-design/icons';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { Segments } from '#platform/web/form/segments.tsx';
import { Empty } from '#platform/web/layout/empty.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { ServiceCentre } from '../../contract/centres.ts';
import type { OrganisationNode } from '../../contract/organisations.ts';
import { LEVELS, SERVICES, type Level, type Service } from '../../contract/words.ts';
import { useOrganisationTree } from '../use-organisations.ts';
import type { AssignStart } from './assign-centre-form.tsx';
import { centreMessages } from './messages.ts';
import { useCentresOn } from './use-centres.ts';

interface CentreMatrixProps {
  readonly on: string;
  readonly mayAssign: boolean;
  readonly onOpen: (relation: ServiceCentre) => void;
  readonly onAssign: (start: AssignStart) => void;
}

const SERVICE_KEYS = Object.keys(SERVICES) as Service[];
const OFFICES: ReadonlySet<string> = new Set(['health-bureau', 'insurance-bureau', 'consortium', 'alliance']);
const LEVEL_KEYS: readonly Level[] = ['county', 'township', 'village'];

/** Members down, services across; a cell names the centre and since when. */
export function CentreMatrix(props: CentreMatrixProps) {
  const say = useText();
  const tree = useOrganisationTree();
  const centres = useCentresOn(props.on);
  const [level, setLevel] = useState<Level>('township');
  return (
    <Answer query={tree}>
      {({ nodes }) => (
        <div className="yg-stack">
          <Segments
            aria-label={say(centreMessages.levels)} value={level} onChange={setLevel} options={LEVEL_KEYS.map((value) => ({ value, label: say(LEVELS[value]) }))}
            className="consortium-fit"
          />
          <Answer query={centres}>
            {({ rows, total, complete }) => (
              <>
                {!complete && <p className="yg-notice">{say(centreMessages.cut, { read: rows.length, total })}</p>}
                <Matrix {...props} relations={rows} members={nodes.filter((node) => node.level === level && node.state === 'active' && !OFFICES.has(node.kind))} />
              </>
            )}
          </Answer>
        </div>
      )}
    </Answer>
  );
}

interface MatrixProps extends CentreMatrixProps {
  readonly relations: readonly ServiceCentre[];
  readonly members: readonly OrganisationNode[];
}

const cellKey = (memberId: string, service: Service): string => `${memberId} ${service}`;

function Matrix({ relations, members, mayAssign, onOpen, onAssign }: MatrixProps) {
  const say = useText();
  const cells = useMemo(() => new Map(relations.map((each) => [cellKey(each.memberOrganisationId, each.service), each])), [relations]);
  const centresOf = useMemo(() => new Set(relations.map((each) => cellKey(each.centreOrganisationId, each.service))), [relations]);
  if (members.length === 0) return <Empty title={say(centreMessages.nobody)} next={say(centreMessages.nobodyNext)} />;
  return (
    <div className="consortium-matrix" role="region" aria-label={say(centreMessages.matrix)} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say(centreMessages.member)}</th>
            {SERVICE_KEYS.map((service) => (
              <th key={service} scope="col">
                {say(SERVICES[service])}
                <div className="consortium-matrix-sum">{members.filter((member) => cells.has(cellKey(member.id, service))).length} / {members.length}</div>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <tr key={member.id}>
              <th scope="row"><Link to={`/organisations?open=${member.id}`}>{member.name}</Link></th>
              {SERVICE_KEYS.map((service) => (
                <Cell
                  key={service} member={member} service={service} relation={cells.get(cellKey(member.id, service))} centre={centresOf.has(cellKey(member.id, service))}
                  mayAssign={mayAssign} onOpen={onOpen} onAssign={onAssign}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps extends Pick<CentreMatrixProps, 'mayAssign' | 'onOpen' | 'onAssign'> {
  readonly member: OrganisationNode;
  readonly service: Service;
  readonly relation: ServiceCentre | undefined;
  /** The member is itself a centre for this service. */
  readonly centre: boolean;
}

function Cell({ member, service, relation, centre, mayAssign, onOpen, onAssign }: CellProps) {
  const say = useText();
  if (relation) {
    const label = say(centreMessages.openCell, { member: member.name, service: say(SERVICES[service]), centre: relation.centreName, from: relation.validFrom });
    return (
      <td>
        <button type="button" className="consortium-cell" title={label} onClick={() => onOpen(relation)}>
          <span className="consortium-cell-name">{relation.centreName}</span>
          <span className="yg-quiet">{relation.validFrom.slice(0, 7)}{relation.validUntil ? ` – ${relation.validUntil}` : ''}</span>
        </button>
      </td>
    );
  }
  if (centre) return <td className="consortium-cell-centre">{say(centreMessages.ownCentre)}</td>;
  if (!mayAssign) return <td className="yg-quiet">—</td>;
  return (
    <td>
      <button
        type="button" className="consortium-cell consortium-cell-empty" aria-label={say(centreMessages.assignHere, { member: member.name, service: say(SERVICES[service]) })}
        onClick={() => onAssign({ service, memberId: member.id })}
      >
        <PlusOutlined aria-hidden />
      </button>
    </td>
  );
}
