import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useSearchParams } from 'react-router';
import { useCommand } from '#platform/web/client/hooks.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { Segments } from '#platform/web/form/segments.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { cancelShift, endCentreContract, listCentreContracts, listReaderPermits, listShifts, revokeReaderPermit, type CentreContract, type ReaderPermit, type Shift } from '../../contract/centres.ts';
import { KINDS, MODALITIES, READER_LEVELS } from '../../contract/words.ts';
import { centreMessages, messages } from '../messages.ts';
import { choicesOf } from '../shown.tsx';
import '../diagnosis.css';
import { ContractForm } from './contract-form.tsx';
import { PermitForm, ShiftForm } from './permit-forms.tsx';
import { listed } from '#platform/web/text/listed.ts';

type Shown = 'contracts' | 'permits' | 'roster';
const FORMS = { contracts: { permission: 'shared-diagnosis.sign-contract', title: centreMessages.sign, Form: ContractForm }, permits: { permission: 'shared-diagnosis.grant-permit', title: centreMessages.grant, Form: PermitForm }, roster: { permission: 'shared-diagnosis.plan-shift', title: centreMessages.plan, Form: ShiftForm } } as const;
const kindFilter = [{ key: 'kind', title: messages.kind, kind: 'choice' as const, options: choicesOf(KINDS) }];

/** Who reads for whom, by whom, and when. */
export function CentresPage() {
  const say = useText();
  const workspace = useWorkspace();
  const [address, setAddress] = useSearchParams();
  const given = address.get('show');
  const shown: Shown = given === 'permits' || given === 'roster' ? given : 'contracts';
  const { permission, title, Form } = FORMS[shown];
  const may = useMay(permission);
  const add = () => workspace.open({ key: `diagnosis-${shown}`, title: say(title), content: <Form onDone={() => workspace.close(`diagnosis-${shown}`)} />, width: shown === 'contracts' ? 'wide' : 'normal' });
  return (
    <>
      <PageHeader title={say(centreMessages.title)} actions={may && <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={add}>{say(title)}</Button>} />
      <div className="yg-stack">
        <Segments
          value={shown} onChange={(value) => setAddress(value === 'contracts' ? {} : { show: String(value) }, { replace: true })}
          options={[{ value: 'contracts', label: say(centreMessages.contracts) }, { value: 'permits', label: say(centreMessages.permits) }, { value: 'roster', label: say(centreMessages.roster) }]}
        />
        {shown === 'contracts' ? <Contracts /> : shown === 'permits' ? <Permits /> : <Roster />}
      </div>
    </>
  );
}

function Contracts() {
  const say = useText();
  const format = useFormat();
  const may = useMay('shared-diagnosis.end-contract');
  const end = useCommand(endCentreContract);
  const confirmReason = useConfirmReason();
  const stop = async (row: CentreContract) => {
    const reason = await confirmReason({ title: say(centreMessages.end), explanation: `${row.centreName} · ${say(KINDS[row.kind])}`, verb: say(centreMessages.end), danger: true });
    if (reason !== undefined && (await end.run({ id: row.id, validUntil: chinaDate(new Date()), reason }))) toast(say(messages.saved));
  };
  const columns: Column<CentreContract>[] = [
    { key: 'kind', title: messages.kind, width: 92, render: (row) => say(KINDS[row.kind]), value: (row) => say(KINDS[row.kind]) },
    { key: 'rank', title: centreMessages.rank, width: 70, align: 'end', render: (row) => row.rank, value: (row) => row.rank },
    { key: 'centre', title: messages.centre, width: 190, render: (row) => row.centreName, value: (row) => row.centreName },
    { key: 'members', title: centreMessages.members, width: 240, render: (row) => <span title={listed(row.members.map((each) => each.organisationName))}>{row.members.length === 1 ? row.members[0]!.organisationName : say({ zh: `${row.members[0]?.organisationName ?? ''} 等 ${row.members.length} 家`, en: `${row.members[0]?.organisationName ?? ''} and ${row.members.length - 1} more` })}</span>, value: (row) => listed(row.members.map((each) => each.organisationName)) },
    { key: 'modalities', title: messages.modality, width: 170, onPhone: false, render: (row) => listed(row.modalities.map((each) => say(MODALITIES[each]))) },
    { key: 'promised', title: centreMessages.promised, width: 150, render: (row) => `${row.promised.emergency} / ${row.promised.urgent} / ${row.promised.routine}` },
    { key: 'prices', title: centreMessages.prices, width: 190, onPhone: false, render: (row) => row.prices.map((each) => `${say(MODALITIES[each.modality])} ${format.money(each.priceFen)}`).join('；') },
    { key: 'shares', title: centreMessages.shares, width: 170, onPhone: false, render: (row) => `${row.shares.performed / 100}% / ${row.shares.reported / 100}% / ${row.shares.consortium / 100}%` },
    { key: 'hours', title: centreMessages.hours, width: 130, onPhone: false, render: (row) => `${row.openFrom}–${row.openUntil}` },
    { key: 'valid', title: centreMessages.valid, width: 190, render: (row) => `${row.validFrom} – ${row.validUntil ?? say(centreMessages.openEnd)}` },
    { key: 'end', title: { zh: '操作', en: 'Actions' }, width: 90, render: (row) => (may && row.validUntil === null ? <Button size="small" onClick={() => void stop(row)}>{say(centreMessages.end)}</Button> : null) },
  ];
  return (
    <>
      {end.problem && <ProblemNotice problem={end.problem} />}
      <DataTable name="diagnosis.contracts" title={say(centreMessages.contracts)} operation={listCentreContracts} rowKey={(row) => row.id} columns={columns} rowTitle={(row) => row.centreName} filters={kindFilter} searchHint={messages.byName} empty={{ title: centreMessages.noContract }} />
    </>
  );
}

function Permits() {
  const say = useText();
  const may = useMay('shared-diagnosis.revoke-permit');
  const revoke = useCommand(revokeReaderPermit);
  const confirmReason = useConfirmReason();
  const stop = async (row: ReaderPermit) => {
    const reason = await confirmReason({ title: say(centreMessages.end), explanation: `${row.readerName} · ${say(KINDS[row.kind])}`, verb: say(centreMessages.end), danger: true });
    if (reason !== undefined && (await revoke.run({ id: row.id, validUntil: chinaDate(new Date()), reason }))) toast(say(messages.saved));
  };
  const columns: Column<ReaderPermit>[] = [
    { key: 'reader', title: centreMessages.reader, width: 120, render: (row) => row.readerName, value: (row) => row.readerName },
    { key: 'level', title: centreMessages.level, width: 110, render: (row) => say(READER_LEVELS[row.level]), value: (row) => say(READER_LEVELS[row.level]) },
    { key: 'kind', title: messages.kind, width: 100, render: (row) => say(KINDS[row.kind]), value: (row) => say(KINDS[row.kind]) },
    { key: 'modalities', title: messages.modality, width: 220, render: (row) => listed(row.modalities.map((each) => say(MODALITIES[each]))) },
    { key: 'organisation', title: messages.organisation, width: 200, render: (row) => row.organisationName, value: (row) => row.organisationName },
    { key: 'certificate', title: centreMessages.certificate, width: 140, onPhone: false, render: (row) => row.certificate ?? '—' },
    { key: 'valid', title: centreMessages.valid, width: 190, render: (row) => `${row.validFrom} – ${row.validUntil ?? say(centreMessages.openEnd)}` },
    { key: 'end', title: { zh: '操作', en: 'Actions' }, width: 90, render: (row) => (may && (row.validUntil === null || row.validUntil > chinaDate(new Date())) ? <Button size="small" onClick={() => void stop(row)}>{say(centreMessages.end)}</Button> : null) },
  ];
  return (
    <>
      {revoke.problem && <ProblemNotice problem={revoke.problem} />}
      <DataTable name="diagnosis.permits" title={say(centreMessages.permits)} operation={listReaderPermits} rowKey={(row) => row.id} columns={columns} rowTitle={(row) => row.readerName} filters={kindFilter} views={[{ key: 'valid', title: centreMessages.valid, filters: { valid: 'true' } }]} searchHint={messages.searchHint} empty={{ title: centreMessages.noPermit }} />
    </>
  );
}

function Roster() {
  const say = useText();
  const format = useFormat();
  const may = useMay('shared-diagnosis.cancel-shift');
  const cancel = useCommand(cancelShift);
  const duty = { reader: centreMessages.dutyReader, reviewer: centreMessages.dutyReviewer, 'on-call': centreMessages.dutyOnCall };
  const columns: Column<Shift>[] = [
    { key: 'starts', title: messages.from_date, width: 160, render: (row) => format.dateTime(row.startsAt), value: (row) => row.startsAt },
    { key: 'ends', title: messages.until_date, width: 160, render: (row) => format.dateTime(row.endsAt), value: (row) => row.endsAt },
    { key: 'reader', title: centreMessages.reader, width: 140, render: (row) => row.readerName, value: (row) => row.readerName },
    { key: 'duty', title: centreMessages.duty, width: 110, render: (row) => say(duty[row.duty]), value: (row) => say(duty[row.duty]) },
    { key: 'kind', title: messages.kind, width: 110, render: (row) => say(KINDS[row.kind]), value: (row) => say(KINDS[row.kind]) },
    { key: 'cancel', title: { zh: '操作', en: 'Actions' }, width: 110, render: (row) => (may ? <Button size="small" onClick={() => void cancel.run({ id: row.id })}>{say(centreMessages.cancel)}</Button> : null) },
  ];
  return (
    <>
      {cancel.problem && <ProblemNotice problem={cancel.problem} />}
      <DataTable name="diagnosis.roster" title={say(centreMessages.roster)} operation={listShifts} input={{ from: chinaDate(new Date()) } as never} rowKey={(row) => row.id} columns={columns} rowTitle={(row) => row.readerName} filters={kindFilter} empty={{ title: centreMessages.noShift }} />
    </>
  );
}
