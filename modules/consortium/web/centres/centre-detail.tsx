import { Link } from 'react-router';
import { Facts } from '#platform/web/layout/panel.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityBar } from '#platform/web/state/ability-bar.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { contract } from '../../contract.ts';
import type { ServiceCentre } from '../../contract/centres.ts';
import { SERVICES } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { useAbility } from '../use-ability.ts';
import { EndCentreForm } from './end-centre-form.tsx';
import { centreMessages } from './messages.ts';

export function CentreDetail({ relation }: { relation: ServiceCentre }) {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAbility();
  const close = () => {
    workspace.close(`end-centre:${relation.id}`);
    workspace.close(`centre:${relation.id}`);
  };
  const end = () => workspace.open({
    key: `end-centre:${relation.id}`, title: say(centreMessages.endTitle, { member: relation.memberName, service: say(SERVICES[relation.service]) }),
    content: <EndCentreForm relation={relation} onDone={close} />,
  });
  return (
    <div className="yg-stack">
      <AbilityBar
        actions={[{
          key: 'end', title: say(centreMessages.endCentre), danger: true, onClick: end,
          ability: ability({
            permission: 'consortium.end-centre', organisationIds: [relation.centreOrganisationId],
            refusal: relation.validUntil === null ? undefined : contract.problems['consortium.already-ended'],
          }),
        }]}
      />
      <Facts
        columns={1}
        items={[
          { label: say(centreMessages.service), value: say(SERVICES[relation.service]) },
          { label: say(centreMessages.centre), value: <Link to={`/organisations?open=${relation.centreOrganisationId}`}>{relation.centreName}</Link> },
          { label: say(centreMessages.member), value: <Link to={`/organisations?open=${relation.memberOrganisationId}`}>{relation.memberName}</Link> },
          { label: say(messages.validFrom), value: relation.validFrom },
          { label: say(messages.validUntil), value: relation.validUntil ?? say(messages.openEnded) },
        ]}
      />
    </div>
  );
}
