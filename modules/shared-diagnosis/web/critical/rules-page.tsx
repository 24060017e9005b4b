import { PlusOutlined } from '@ant-design/icons';
import { Button, Form } from 'antd';
import { caringOrganisations, everyOrganisation } from '#modules/consortium/contract/organisation-choices.ts';
import { useCommand } from '#platform/web/client/hooks.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { useListedNames } from '#platform/web/form/use-listed-choices.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { ChoiceField, RadioField } from '#platform/web/form/choice-fields.tsx';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { DateField } from '#platform/web/form/date-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { CodeField, NumberField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { COMPARATORS, endCriticalRule, listCriticalRules, setCriticalClock, setCriticalRule, type CriticalRule } from '../../contract/critical.ts';
import { KINDS, SEXES } from '../../contract/words.ts';
import { criticalMessages, messages } from '../messages.ts';
import { choicesOf, filledIn, optionsOf } from '../shown.tsx';

const YEAR_DAYS = 365;
/** Whole years where they are. */
const ageText = (days: number) => (days % YEAR_DAYS === 0 ? { zh: `${days / YEAR_DAYS} 岁`, en: `${days / YEAR_DAYS} years` } : { zh: `${days} 天`, en: `${days} days` });

/** Limits as data: general ones, and those that an organisation sets for itself and all below it. */
export function RulesPage() {
  const say = useText();
  const workspace = useWorkspace();
  const maySet = useMay('shared-diagnosis.set-critical-rule');
  const mayEnd = useMay('shared-diagnosis.end-critical-rule');
  const mayClock = useMay('shared-diagnosis.set-critical-clock');
  const nameOf = useListedNames(everyOrganisation);
  const end = useCommand(endCriticalRule);
  const confirmReason = useConfirmReason();
  const stop = async (rule: CriticalRule) => {
    const reason = await confirmReason({ title: say(criticalMessages.endRule), explanation: rule.title, verb: say(criticalMessages.endRule), danger: true });
    if (reason !== undefined && (await end.run({ id: rule.id, validUntil: chinaDate(new Date()), reason }))) toast(say(messages.saved));
  };
  const add = (key: 'rule' | 'clock') => workspace.open({ key: `critical-${key}`, title: say(key === 'rule' ? criticalMessages.setRule : criticalMessages.clock), content: key === 'rule' ? <RuleForm onDone={() => workspace.close('critical-rule')} /> : <ClockForm onDone={() => workspace.close('critical-clock')} /> });
  const columns: Column<CriticalRule>[] = [
    { key: 'kind', title: messages.kind, width: 90, render: (row) => say(KINDS[row.kind]), value: (row) => say(KINDS[row.kind]) },
    { key: 'title', title: messages.title, width: 220, render: (row) => row.title, value: (row) => row.title },
    { key: 'code', title: criticalMessages.code, width: 110, render: (row) => row.code, value: (row) => row.code },
    { key: 'limit', title: criticalMessages.limit, width: 170, render: (row) => (row.comparator === 'present' ? say(criticalMessages.present) : `${row.comparator} ${row.value} ${row.unit ?? ''}`), value: (row) => `${row.comparator} ${row.value ?? ''} ${row.unit ?? ''}` },
    { key: 'age', title: { zh: '适用', en: 'For' }, width: 170, onPhone: false, render: (row) => [row.ageDaysFrom === null ? null : `≥ ${say(ageText(row.ageDaysFrom))}`, row.ageDaysUntil === null ? null : `< ${say(ageText(row.ageDaysUntil))}`, row.sex === null ? null : say(SEXES[row.sex as keyof typeof SEXES]), row.department].filter(Boolean).join(' · ') || '—' },
    { key: 'organisation', title: messages.organisation, width: 170, render: (row) => (row.organisationId === null ? say(criticalMessages.everywhere) : nameOf(row.organisationId)) },
    { key: 'valid', title: { zh: '有效期', en: 'Valid' }, width: 190, onPhone: false, render: (row) => `${row.validFrom} – ${row.validUntil ?? ''}` },
    { key: 'end', title: { zh: '操作', en: 'Actions' }, width: 90, render: (row) => (mayEnd && row.organisationId !== null && row.validUntil === null ? <Button size="small" onClick={() => void stop(row)}>{say(criticalMessages.endRule)}</Button> : null) },
  ];
  return (
    <>
      <PageHeader
        title={say(criticalMessages.rules)}
        actions={<>{mayClock && <Button onClick={() => add('clock')}>{say(criticalMessages.clock)}</Button>}{maySet && <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => add('rule')}>{say(criticalMessages.setRule)}</Button>}</>}
      />
      {end.problem && <ProblemNotice problem={end.problem} />}
      <DataTable
        name="diagnosis.critical-rules" title={say(criticalMessages.rules)} operation={listCriticalRules} rowKey={(row) => row.id} columns={columns} rowTitle={(row) => row.title} filters={[{ key: 'kind', title: messages.kind, kind: 'choice', options: choicesOf(KINDS) }]}
        searchHint={messages.byName} empty={{ title: criticalMessages.nothing, next: criticalMessages.nothingNext }}
      />
    </>
  );
}

function RuleForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: setCriticalRule, draftKey: 'set-critical-rule', title: say(criticalMessages.setRule), path: '/diagnosis/critical-rules', initial: { kind: 'laboratory', comparator: '<', validFrom: chinaDate(new Date()) }, toInput: (values) => filledIn(values) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return <DraftForm form={form} submitLabel={say(criticalMessages.setRule)}><RuleFields /></DraftForm>;
}

function RuleFields() {
  const say = useText();
  const measured = Form.useWatch('comparator') !== 'present';
  return (
    <>
      <ListedField source={caringOrganisations} name="organisationId" label={say(messages.organisation)} required />
      <RadioField name="kind" label={say(messages.kind)} options={optionsOf(KINDS, say)} required />
      <CodeField name="code" label={say(criticalMessages.code)} required />
      <TextField name="title" label={say(messages.title)} required />
      <ChoiceField name="comparator" label={say(criticalMessages.comparator)} options={COMPARATORS.map((value) => ({ value, label: value === 'present' ? say(criticalMessages.present) : value }))} required />
      {measured && <><NumberField name="value" label={say(criticalMessages.limit)} decimals={3} required /><TextField name="unit" label={say(criticalMessages.unit)} required /></>}
      <NumberField name="ageDaysFrom" label={say(criticalMessages.ageFrom)} min={0} />
      <NumberField name="ageDaysUntil" label={say(criticalMessages.ageUntil)} min={0} />
      <ChoiceField name="sex" label={say(criticalMessages.sex)} options={optionsOf(SEXES, say, ['male', 'female'])} />
      <TextField name="department" label={say({ zh: '科室', en: 'Department' })} />
      <DateField name="validFrom" label={say(messages.from_date)} required />
    </>
  );
}

function ClockForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: setCriticalClock, draftKey: 'set-critical-clock', title: say(criticalMessages.clock), path: '/diagnosis/critical-rules', initial: { minutes: '10 20 30' },
    toInput: (values) => ({ organisationId: values['organisationId'], minutes: String(values['minutes'] ?? '').split(/[\s,，、]+/).filter(Boolean).map(Number) }) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return <DraftForm form={form} submitLabel={say(criticalMessages.clock)}><ListedField source={caringOrganisations} name="organisationId" label={say(messages.organisation)} required /><TextField name="minutes" label={say(criticalMessages.clockHint)} required /></DraftForm>;
}
