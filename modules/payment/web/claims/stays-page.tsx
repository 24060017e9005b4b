import { activeOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listStays, recordStay, type LedgerStay } from '../../contract/claims.ts';
import { listParameterPacks } from '../../contract/packs.ts';
import { messages } from '../messages.ts';
import { Yuan } from '../money.tsx';
import { PersonField } from '../person-field.tsx';
import { useAbility } from '../use-ability.ts';
import { claimMessages } from './claim-messages.ts';
import '../payment.css';

/** The ledger of deductibles: what each stay was charged along its episode, and by which rule. */
export function StaysPage() {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAbility();
  const record = () => workspace.open({ key: 'record-stay', title: say(claimMessages.record), content: <RecordStayForm onDone={() => workspace.close('record-stay')} /> });
  return (
    <>
      <PageHeader title={say(messages.stays)} actions={<AbilityButton type="primary" ability={ability('payment.record-stay')} onClick={record}>{say(claimMessages.record)}</AbilityButton>} />
      <DataTable
        name="payment.stays" title={say(messages.stays)} operation={listStays} rowKey={(row) => row.id} rowTitle={(row) => row.admittedOn} columns={useColumns()} empty={{ title: messages.none, next: messages.noneNext }}
      />
    </>
  );
}

function useColumns(): readonly Column<LedgerStay>[] {
  const say = useText();
  const why = (row: LedgerStay) => say(claimMessages[`reason-${row.reason}`]);
  return [
    { key: 'person', title: claimMessages.person, width: 150, onPhone: false, render: (row) => row.personId.slice(-8), value: (row) => row.personId },
    { key: 'episode', title: claimMessages.episode, width: 120, align: 'end', render: (row) => row.episode, value: (row) => row.episode },
    { key: 'level', title: claimMessages.level, width: 90, align: 'end', sortable: true, render: (row) => row.level, value: (row) => row.level },
    { key: 'admittedOn', title: claimMessages.admitted, width: 210, sortable: true, render: (row) => `${row.admittedOn} – ${row.dischargedOn ?? ''}`, value: (row) => row.admittedOn },
    { key: 'reason', title: claimMessages.why, width: 170, render: why, value: why },
    { key: 'chargedFen', title: claimMessages.charged, width: 120, align: 'end', sortable: true, render: (row) => <Yuan fen={row.chargedFen} />, value: (row) => row.chargedFen / 100 },
    { key: 'paidFen', title: claimMessages.paid, width: 120, align: 'end', onPhone: false, render: (row) => <Yuan fen={row.paidFen} />, value: (row) => row.paidFen / 100 },
  ];
}

function RecordStayForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const packs = useOperation(listParameterPacks, { state: ['approved'], limit: 100 });
  const options = (packs.data?.rows ?? []).map((pack) => ({ value: pack.id, label: `${pack.city} ${pack.year} · ${pack.version}` }));
  const form = useDraftForm({
    operation: recordStay, draftKey: 'record-stay', title: say(claimMessages.record), path: '/payment/stays', initial: { level: 1 },
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  const levels = [{ value: 1, label: say(claimMessages.first) }, { value: 2, label: say(claimMessages.second) }, { value: 3, label: say(claimMessages.third) }];
  return (
    <DraftForm form={form} submitLabel={say(claimMessages.record)}>
      <ChoiceField name="packId" label={say(messages.packs)} options={options} required />
      <PersonField name="personId" label={say(claimMessages.person)} required />
      <ListedField source={activeOrganisations} name="organisationId" label={say(messages.institution)} required />
      <ChoiceField name="level" label={say(claimMessages.level)} options={levels as never} required />
      <DateField name="admittedOn" label={say(claimMessages.admitted)} required />
      <DateField name="dischargedOn" label={say(messages.discharged)} />
      <DateField name="referralAcceptedOn" label={say(claimMessages.referralAccepted)} />
    </DraftForm>
  );
}
