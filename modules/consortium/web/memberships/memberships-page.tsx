import { PlusOutlined } from '@ant-design/icons';
import { useCallback } from 'react';
import { useSearchParams } from 'react-router';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useHotkey } from '#platform/web/layout/use-hotkey.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import type { Column, Filter, TableView } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { listMemberships, type Membership } from '../../contract/memberships.ts';
import { MEMBERSHIP_STATES, ROLES } from '../../contract/words.ts';
import { useConsortia } from '../consortium-field.tsx';
import { messages } from '../messages.ts';
import { membershipTone } from '../organisations/membership-timeline.tsx';
import { useAbility } from '../use-ability.ts';
import { filterChoicesOf } from '../words.ts';
import { ApplyMembershipForm } from './apply-membership-form.tsx';
import { ConsortiumCards } from './consortium-cards.tsx';
import { FoundConsortiumForm } from './found-consortium-form.tsx';
import { MembershipDetail } from './membership-detail.tsx';
import { membershipMessages } from './messages.ts';
import { OverlapTable } from './overlap-table.tsx';
import '../consortium.css';

const VIEWS: readonly TableView[] = [
  { key: 'inside', title: membershipMessages.inside, filters: { state: ['active', 'warned'] } },
  { key: 'waiting', title: membershipMessages.waiting, filters: { state: ['applied', 'reviewed'] } },
  { key: 'warned', title: membershipMessages.warned, filters: { state: ['warned'] } },
  { key: 'left', title: membershipMessages.left, filters: { state: ['exited', 'refused'] } },
  { key: 'all', title: messages.all, filters: {} },
];
const OVERLAP = 'overlaps';

/** Consortia, their members and the steps of each membership. */
export function MembershipsPage() {
  const say = useText();
  const [address, setAddress] = useSearchParams();
  const overlap = address.get('show') === OVERLAP;
  const consortiumId = address.get('consortiumId') ?? undefined;
  const choose = (next: string | undefined) => setAddress(next === OVERLAP ? { show: OVERLAP } : next ? { consortiumId: next } : {}, { replace: true });
  return (
    <>
      <PageHeader title={say(membershipMessages.memberships)} actions={<Actions />} />
      <div className="yg-stack">
        <ConsortiumCards chosen={overlap ? OVERLAP : consortiumId} overlapKey={OVERLAP} onChoose={choose} />
        {overlap ? <OverlapTable /> : <Members key={consortiumId} />}
      </div>
    </>
  );
}

function Actions() {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAbility();
  const mayApply = ability({ permission: 'consortium.apply-membership' });
  const apply = () => workspace.open({
    key: 'apply-membership', title: say(membershipMessages.applyTitle), content: <ApplyMembershipForm onDone={() => workspace.close('apply-membership')} />,
  });
  const found = () => workspace.open({
    key: 'found-consortium', title: say(membershipMessages.found), content: <FoundConsortiumForm onDone={() => workspace.close('found-consortium')} />,
  });
  useHotkey('n', apply, { enabled: mayApply.allowed });
  return (
    <>
      <AbilityButton ability={ability({ permission: 'consortium.found-consortium' })} onClick={found}>{say(membershipMessages.found)}</AbilityButton>
      <AbilityButton type="primary" icon={<PlusOutlined aria-hidden />} ability={mayApply} shortcut="N" onClick={apply}>{say(membershipMessages.apply)}</AbilityButton>
    </>
  );
}

function Members() {
  const say = useText();
  const workspace = useWorkspace();
  const columns = useColumns();
  const filters = useFilters();
  const open = useCallback(
    (row: Membership) => workspace.open({ key: `membership:${row.id}`, title: row.organisationName, content: <MembershipDetail id={row.id} /> }),
    [workspace],
  );
  return (
    <DataTable
      name="consortium.memberships" title={say(membershipMessages.memberships)} operation={listMemberships} rowKey={(row) => row.id}
      rowTitle={(row) => row.organisationName} columns={columns} views={VIEWS} filters={filters} searchHint={membershipMessages.search} onOpen={open}
      empty={{ title: membershipMessages.nothing, next: membershipMessages.nothingNext }}
    />
  );
}

function useFilters(): readonly Filter[] {
  const consortia = useConsortia();
  const options = (consortia.data?.rows ?? []).map((each) => ({ value: each.id, label: { zh: each.name, en: each.name } }));
  return [
    { key: 'consortiumId', title: membershipMessages.consortium, kind: 'choice', options },
    { key: 'role', title: membershipMessages.role, kind: 'choice', many: true, options: filterChoicesOf(ROLES) },
  ];
}

function useColumns(): readonly Column<Membership>[] {
  const say = useText();
  return [
    { key: 'organisationName', title: messages.organisation, width: 240, sortable: true, render: (row) => row.organisationName, value: (row) => row.organisationName },
    { key: 'consortiumName', title: membershipMessages.consortium, width: 210, sortable: true, render: (row) => row.consortiumName, value: (row) => row.consortiumName },
    { key: 'role', title: membershipMessages.role, width: 100, sortable: true, render: (row) => say(ROLES[row.role]), value: (row) => say(ROLES[row.role]) },
    {
      key: 'state', title: messages.state, width: 100, sortable: true,
      render: (row) => <StateTag tone={membershipTone(row.state)} text={say(MEMBERSHIP_STATES[row.state])} />, value: (row) => say(MEMBERSHIP_STATES[row.state]),
    },
    { key: 'stateSince', title: membershipMessages.stateSince, width: 120, sortable: true, render: (row) => <TimeAgo at={row.stateSince} />, value: (row) => row.stateSince },
    { key: 'validFrom', title: messages.validFrom, width: 110, sortable: true, onPhone: false, render: (row) => row.validFrom ?? '—', value: (row) => row.validFrom },
    { key: 'validUntil', title: messages.validUntil, width: 110, onPhone: false, render: (row) => row.validUntil ?? '—', value: (row) => row.validUntil },
  ];
}
