import { Link } from 'react-router';
import { Panel } from '#platform/web/layout/panel.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText, type Say } from '#platform/web/text/messages.ts';
import type { Agreement } from '../../contract/agreements.ts';
import type { ServiceCentre } from '../../contract/centres.ts';
import { AGREEMENT_KINDS, SERVICES } from '../../contract/words.ts';
import { AgreementStateTag } from '../agreements/agreement-state.tsx';
import { messages } from '../messages.ts';
import { useToday } from '../use-today.ts';
import { organisationMessages } from './messages.ts';

/** With whom, until when, and whom to call. */
export function AgreementsPanel({ organisationId, agreements }: { organisationId: string; agreements: readonly Agreement[] }) {
  const say = useText();
  const other = (row: Agreement) => (row.firstOrganisationId === organisationId
    ? { id: row.secondOrganisationId, name: row.secondOrganisationName, contact: row.secondContactName, telephone: row.secondContactTelephone }
    : { id: row.firstOrganisationId, name: row.firstOrganisationName, contact: row.firstContactName, telephone: row.firstContactTelephone });
  return (
    <Panel title={say(organisationMessages.agreements)} flush={agreements.length > 0}>
      <PlainTable
        caption={say(messages.tableOf, { title: say(organisationMessages.agreements) })} rows={agreements} rowKey={(row) => row.id} empty={organisationMessages.noAgreements}
        columns={[
          { key: 'kind', title: messages.kind, render: (row) => say(AGREEMENT_KINDS[row.kind]) },
          { key: 'other', title: organisationMessages.otherSide, render: (row) => <Link to={`/organisations?open=${other(row).id}`}>{other(row).name}</Link> },
          { key: 'validity', title: organisationMessages.validity, render: (row) => <span className="consortium-days">{row.validFrom} – {row.endedOn ?? row.validUntil}</span> },
          { key: 'state', title: messages.state, render: (row) => <AgreementStateTag agreement={row} /> },
          { key: 'contact', title: organisationMessages.contactPerson, render: (row) => `${other(row).contact} ${other(row).telephone}` },
        ]}
      />
    </Panel>
  );
}

interface CentresPanelProps {
  readonly servedBy: readonly ServiceCentre[];
  readonly centresFor: readonly ServiceCentre[];
}

/** Who serves this organisation, and whom it serves, today and before. */
export function CentresPanel({ servedBy, centresFor }: CentresPanelProps) {
  const say = useText();
  return (
    <Panel title={say(organisationMessages.centres)}>
      <div className="yg-stack">
        <PlainTable
          caption={say(organisationMessages.servedBy)} showCaption={servedBy.length > 0} rows={servedBy} rowKey={(row) => row.id} empty={organisationMessages.noServedBy}
          columns={[
            { key: 'service', title: organisationMessages.service, render: (row) => say(SERVICES[row.service]) },
            { key: 'centre', title: organisationMessages.centre, render: (row) => <Link to={`/organisations?open=${row.centreOrganisationId}`}>{row.centreName}</Link> },
            { key: 'validity', title: organisationMessages.validity, render: (row) => <span className="consortium-days">{spanText(row, say)}</span> },
          ]}
        />
        <CentreFor centresFor={centresFor} />
      </div>
    </Panel>
  );
}

/** A centre may have hundreds of members: one line a service, the members on demand. */
function CentreFor({ centresFor }: { centresFor: readonly ServiceCentre[] }) {
  const say = useText();
  const today = useToday();
  const living = centresFor.filter((each) => each.validUntil === null || each.validUntil >= today);
  const services = [...new Set(living.map((each) => each.service))];
  if (services.length === 0) return <p className="yg-quiet">{say(organisationMessages.noCentresFor)}</p>;
  return (
    <div>
      <h3>{say(organisationMessages.centresFor)}</h3>
      {services.map((service) => {
        const members = living.filter((each) => each.service === service);
        return (
          <details key={service} className="consortium-members">
            <summary>{say(SERVICES[service])} <span className="yg-quiet">{say(organisationMessages.memberCount, { count: members.length })}</span></summary>
            <ul>
              {members.map((each) => (
                <li key={each.id}>
                  <Link to={`/organisations?open=${each.memberOrganisationId}`}>{each.memberName}</Link> <span className="yg-quiet">{spanText(each, say)}</span>
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </div>
  );
}

const spanText = ({ validFrom, validUntil }: ServiceCentre, say: Say): string => `${validFrom} – ${validUntil ?? say(messages.openEnded)}`;
