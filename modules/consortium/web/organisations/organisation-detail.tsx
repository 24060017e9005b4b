import { EnvironmentOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Link, useNavigate } from 'react-router';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityBar } from '#platform/web/state/ability-bar.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { contract } from '../../contract.ts';
import { closeOrganisation, getOrganisation, type Organisation } from '../../contract/organisations.ts';
import { KINDS, LEVELS, OWNERSHIPS } from '../../contract/words.ts';
import { LevelMark } from '../level-mark.tsx';
import { messages } from '../messages.ts';
import { useAbility } from '../use-ability.ts';
import { wordOf } from '../words.ts';
import { ActionHistory } from '../action-history.tsx';
import { ChangeOrganisationForm } from './change-organisation-form.tsx';
import { ContactsPanel } from './contacts-panel.tsx';
import { MembershipTimeline } from './membership-timeline.tsx';
import { actionWords, organisationMessages } from './messages.ts';
import { AgreementsPanel, CentresPanel } from './relation-panels.tsx';

type Whole = ResultOf<typeof getOrganisation>;

/** One organisation with everything it is bound to, each with its dates. */
export function OrganisationDetail({ id, onBack }: { id: string; onBack: (() => void) | undefined }) {
  const say = useText();
  const whole = useOperation(getOrganisation, { id });
  return (
    <div className="yg-stack">
      {onBack && <div><Button onClick={onBack}>{say(organisationMessages.back)}</Button></div>}
      <Answer query={whole}>
        {(data) => (
          <div className="yg-stack">
            <FactsPanel organisation={data.organisation} />
            <Panel title={say(organisationMessages.timeline)}><MembershipTimeline memberships={data.memberships} /></Panel>
            <AgreementsPanel organisationId={id} agreements={data.agreements} />
            <CentresPanel servedBy={data.servedBy} centresFor={data.centresFor} />
            <ContactsPanel organisation={data.organisation} />
            <HistoryPanel history={data.history} />
          </div>
        )}
      </Answer>
    </div>
  );
}

function HistoryPanel({ history }: Pick<Whole, 'history'>) {
  const say = useText();
  return <Panel title={say(organisationMessages.history)}><ActionHistory history={history} words={actionWords} /></Panel>;
}

function FactsPanel({ organisation }: { organisation: Organisation }) {
  const say = useText();
  const format = useFormat();
  const { longitude, latitude, parentId } = organisation;
  const located = longitude !== null && latitude !== null;
  const title = (
    <span className="yg-row">
      <LevelMark level={organisation.level} size={16} />
      {organisation.name}
      <StateTag tone={organisation.state === 'active' ? 'done' : 'neutral'} text={say(organisation.state === 'active' ? organisationMessages.active : organisationMessages.closed)} />
    </span>
  );
  return (
    <Panel title={title} actions={<Actions organisation={organisation} />}>
      <Facts
        columns={3}
        items={[
          { label: say(messages.level), value: say(wordOf(LEVELS, organisation.level)) },
          { label: say(messages.kind), value: say(wordOf(KINDS, organisation.kind)) },
          { label: say(messages.ownership), value: say(wordOf(OWNERSHIPS, organisation.ownership)) },
          { label: say(organisationMessages.shortName), value: organisation.shortName },
          {
            label: say(organisationMessages.parent),
            value: parentId === null ? say(organisationMessages.noParent) : <Link to={`/organisations?open=${parentId}`}>{organisation.parentName}</Link>,
          },
          { label: say(organisationMessages.legalPerson), value: say(organisation.isLegalPerson ? organisationMessages.yes : organisationMessages.no) },
          { label: say(organisationMessages.creditCode), value: organisation.creditCode },
          { label: say(organisationMessages.insuranceCode), value: organisation.insuranceCode },
          { label: say(organisationMessages.divisionCode), value: organisation.divisionCode },
          { label: say(organisationMessages.beds), value: format.number(organisation.bedCount) },
          { label: say(messages.telephone), value: organisation.telephone },
          { label: say(organisationMessages.address), value: organisation.address },
          {
            label: say(organisationMessages.position),
            value: located && <Link to={`/county-map?site=${organisation.id}`}><EnvironmentOutlined aria-hidden /> {say(organisationMessages.onMap)}</Link>,
          },
          { label: say(messages.state), value: say(messages.since, { day: format.date(organisation.stateSince) }) },
        ]}
      />
    </Panel>
  );
}

function Actions({ organisation }: { organisation: Organisation }) {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAbility();
  const close = useClose(organisation);
  const refusal = organisation.state === 'closed' ? contract.problems['consortium.organisation-closed'] : undefined;
  const own = { organisationIds: [organisation.id], refusal };
  const key = `change-organisation:${organisation.id}`;
  const change = () => workspace.open({
    key, width: 'wide', title: say(organisationMessages.changeTitle, { name: organisation.shortName ?? organisation.name }),
    content: <ChangeOrganisationForm organisation={organisation} onDone={() => workspace.close(key)} />,
  });
  return (
    <>
      {close.problem && <ProblemNotice problem={close.problem} />}
      <AbilityBar
        actions={[
          { key: 'change', title: say(organisationMessages.change), ability: ability({ permission: 'consortium.change-organisation', ...own }), onClick: change },
          {
            key: 'close', title: say(organisationMessages.close), danger: true, loading: close.pending,
            ability: ability({ permission: 'consortium.close-organisation', ...own }), onClick: () => void close.ask(),
          },
        ]}
      />
    </>
  );
}

function useClose(organisation: Organisation) {
  const say = useText();
  const navigate = useNavigate();
  const confirmReason = useConfirmReason();
  const { run, pending, problem } = useCommand(closeOrganisation);
  const ask = async () => {
    const reason = await confirmReason({
      title: say(organisationMessages.closeTitle, { name: organisation.name }), explanation: say(organisationMessages.closeWhy),
      verb: say(organisationMessages.close), danger: true,
    });
    if (reason === undefined || !(await run({ id: organisation.id, reason }))) return;
    toast(say(organisationMessages.closed));
    void navigate(`/organisations?open=${organisation.id}`);
  };
  return { ask, pending, problem };
}
