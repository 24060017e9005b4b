import { Link } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityBar } from '#platform/web/state/ability-bar.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { contract } from '../../contract.ts';
import { listAgreements, type Agreement } from '../../contract/agreements.ts';
import { AGREEMENT_KINDS, DIRECTIONS } from '../../contract/words.ts';
import { useAbility } from '../use-ability.ts';
import { AgreementStateTag } from './agreement-state.tsx';
import { Signatures } from './agreement-signatures.tsx';
import { EndAgreementForm } from './end-agreement-form.tsx';
import { agreementMessages } from './messages.ts';

interface AgreementDetailProps {
  readonly id: string;
  /** What the list showed; replaced by the present row. */
  readonly row: Agreement;
  readonly onRenew: (former: Agreement) => void;
}

const SIDE_MAX = 500;

export function AgreementDetail({ id, row, onRenew }: AgreementDetailProps) {
  const say = useText();
  const present = useOperation(listAgreements, { organisationId: row.firstOrganisationId, limit: SIDE_MAX });
  const agreement = present.data?.rows.find((each) => each.id === id) ?? row;
  const span = `${agreement.validFrom} – ${agreement.validUntil}`;
  return (
    <div className="yg-stack">
      <div className="yg-row"><AgreementStateTag agreement={agreement} /><span>{say(AGREEMENT_KINDS[agreement.kind])}</span><span className="yg-quiet">{span}</span></div>
      <Actions agreement={agreement} onRenew={onRenew} />
      <Facts
        items={[
          { label: say(agreementMessages.number), value: agreement.documentNumber },
          { label: say(agreementMessages.signedOn), value: agreement.signedOn },
          { label: say(agreementMessages.directions), value: agreement.directions.map((each) => say(DIRECTIONS[each])).join(' ') },
          { label: say(agreementMessages.covers), value: say(agreement.coversSubordinates ? agreementMessages.yes : agreementMessages.no) },
          ...(agreement.endedOn ? [{ label: say(agreementMessages.endedOn), value: agreement.endedOn }, { label: say(agreementMessages.endReason), value: agreement.endReason, wide: true }] : []),
        ]}
      />
      <Signatures agreement={agreement} />
      <Side
        title={say(agreementMessages.first)} id={agreement.firstOrganisationId} name={agreement.firstOrganisationName} signatory={agreement.firstSignatory}
        contact={agreement.firstContactName} telephone={agreement.firstContactTelephone}
      />
      <Side
        title={say(agreementMessages.second)} id={agreement.secondOrganisationId} name={agreement.secondOrganisationName} signatory={agreement.secondSignatory}
        contact={agreement.secondContactName} telephone={agreement.secondContactTelephone}
      />
    </div>
  );
}

function Side(side: { title: string; id: string; name: string; signatory: string; contact: string; telephone: string }) {
  const say = useText();
  return (
    <Panel level={3} title={<>{side.title} · <Link to={`/organisations?open=${side.id}`}>{side.name}</Link></>}>
      <Facts
        columns={3}
        items={[
          { label: say(agreementMessages.signatory), value: side.signatory },
          { label: say(agreementMessages.contactName), value: side.contact },
          { label: say(agreementMessages.contactTelephone), value: <a href={`tel:${side.telephone}`}>{side.telephone}</a> },
        ]}
      />
    </Panel>
  );
}

function Actions({ agreement, onRenew }: { agreement: Agreement; onRenew: (former: Agreement) => void }) {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAbility();
  const over = agreement.endedOn !== null || agreement.state === 'expired';
  const organisationIds = [agreement.firstOrganisationId, agreement.secondOrganisationId];
  const key = `end-agreement:${agreement.id}`;
  const end = () => workspace.open({
    key, title: say(agreementMessages.endTitle, { number: agreement.documentNumber ?? say(agreementMessages.none) }),
    content: <EndAgreementForm agreement={agreement} onDone={() => workspace.close(key)} />,
  });
  return (
    <AbilityBar
      actions={[
        { key: 'renew', title: say(agreementMessages.renew), ability: ability({ permission: 'consortium.sign-agreement', organisationIds }), onClick: () => onRenew(agreement) },
        {
          key: 'end', title: say(agreementMessages.endAgreement), danger: true, onClick: end,
          ability: ability({ permission: 'consortium.end-agreement', organisationIds, refusal: over ? contract.problems['consortium.already-ended'] : undefined }),
        },
      ]}
    />
  );
}
