import { Checkbox, Form, Select } from 'antd';
import { useMemo } from 'react';
import { useOperation } from '#platform/web/client/hooks.ts';
import { SwitchField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { NumberField, TextAreaField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { OrderDetail } from '../../contract/orders.ts';
import { issueEmergencyReport, issueReport, listTemplates, writePreliminary, type Template } from '../../contract/reading.ts';
import { ORDER_ACTIONS, type OrderAction } from '../../contract/states.ts';
import { messages, orderMessages } from '../messages.ts';
import { useGoesOn, useNextOrder } from './next-order.ts';

const OPERATIONS = { 'write-preliminary': writePreliminary, 'issue-emergency': issueEmergencyReport, issue: issueReport } as const;
type Writing = keyof typeof OPERATIONS;

/** Shown to who holds the claim, and to a reviewer of a preliminary report. What is typed is kept here and on the server. */
export function ReportForm({ order }: { order: OrderDetail }) {
  const may = (action: OrderAction): boolean => order.abilities.some((ability) => ability.action === action && ability.allowed);
  if (order.state === 'reading' && order.mine) return <WritingForm order={order} action={order.priority === 'emergency' && may('issue-emergency') ? 'issue-emergency' : 'write-preliminary'} />;
  return order.state === 'preliminary' && may('issue') ? <WritingForm order={order} action="issue" /> : null;
}

/** Values of measurements by their code, as the form keeps them. */
const valuesOf = (order: OrderDetail) => Object.fromEntries((order.reports[0]?.measurements ?? []).map((each) => [each.code, each.value]));

export function toReport(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const measured = Object.entries((values['measured'] ?? {}) as Record<string, unknown>).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return {
    findings: values['findings'] ?? '', impression: values['impression'] ?? '', positive: values['positive'] === true, measurements: measured.map(([code, value]) => ({ code, value })), ...(values['templateId'] ? { templateId: values['templateId'] } : {}),
  };
}

function WritingForm({ order, action }: { order: OrderDetail; action: Writing }) {
  const say = useText();
  const latest = order.reports[0];
  const title = say(ORDER_ACTIONS[action]);
  const goes = useGoesOn();
  const next = useNextOrder(order.id);
  const form = useDraftForm({
    operation: OPERATIONS[action] as typeof writePreliminary,
    draftKey: `diagnosis-report:${order.id}:${action === 'issue' ? 'review' : 'write'}`,
    title: `${title} ${order.number}`,
    initial: { findings: latest?.findings ?? '', impression: latest?.impression ?? '', positive: latest?.positive ?? false, measured: valuesOf(order) },
    path: `/diagnosis/orders/${order.id}`,
    toInput: (values) => ({ ...toReport(values), id: order.id }) as never,
    onDone: () => {
      toast(`${say(messages.done)}：${title}`);
      if (goes.isOn) void next(action === 'issue' ? { state: 'preliminary' } : { free: true });
    },
  });
  return (
    <Panel title={say(action === 'issue' ? orderMessages.reviewReport : orderMessages.writeReport)} actions={<Checkbox checked={goes.isOn} onChange={(event) => goes.set(event.target.checked)}>{say(orderMessages.nextAfter)}</Checkbox>}>
      <DraftForm form={form} submitLabel={title}><ReportFields order={order} /></DraftForm>
    </Panel>
  );
}

/** Template, phrases, findings, measurements and impression. */
export function ReportFields({ order }: { order: OrderDetail }) {
  const say = useText();
  const form = Form.useFormInstance();
  const { data } = useOperation(listTemplates, { kind: order.kind, modality: order.modality, limit: 200 } as never, { staleMs: 60_000 });
  const templates = useMemo(() => (data?.rows ?? []).filter((each) => each.purpose === 'template'), [data]);
  const templateId = Form.useWatch('templateId') as string | undefined;
  const template = templates.find((each) => each.id === templateId) ?? templates.find((each) => coversLatest(each, order));
  const choose = (id: string | undefined) => {
    const chosen = templates.find((each) => each.id === id);
    form.setFieldsValue({ templateId: id, ...(chosen ? { findings: chosen.findings, impression: chosen.impression, positive: chosen.positive } : {}) });
  };
  const append = (id: string) => {
    const phrase = data?.rows.find((each) => each.id === id);
    if (phrase === undefined) return;
    const add = (name: string, text: string) => text !== '' && form.setFieldValue(name, [form.getFieldValue(name), text].filter(Boolean).join('\n'));
    add('findings', phrase.findings);
    add('impression', phrase.impression);
  };
  const options = (rows: readonly Template[]) => rows.map((each) => ({ value: each.id, label: each.title }));
  return (
    <>
      <div className="yg-row diagnosis-templates">
        <Form.Item name="templateId" noStyle><input type="hidden" /></Form.Item>
        <Select aria-label={say(orderMessages.template)} placeholder={say(orderMessages.template)} value={templateId} options={options(templates)} onChange={choose} allowClear showSearch className="diagnosis-select" />
        <Select aria-label={say(orderMessages.phrases)} placeholder={say(orderMessages.phrases)} value={null} options={options((data?.rows ?? []).filter((each) => each.purpose === 'phrase'))} onChange={(id) => append(String(id))} showSearch className="diagnosis-select" />
      </div>
      <TextAreaField name="findings" label={say(orderMessages.findings)} rows={6} maxLength={8000} />
      {template && template.fields.length > 0 && (
        <fieldset className="diagnosis-measure-fields">
          <legend>{say(orderMessages.measurements)}</legend>
          <div className="yg-grid">{template.fields.map((field) => <NumberField key={field.code} name={['measured', field.code]} label={field.title} unit={field.unit} decimals={2} required={field.required} />)}</div>
        </fieldset>
      )}
      <TextAreaField name="impression" label={say(orderMessages.impression)} rows={3} maxLength={8000} />
      <SwitchField name="positive" label={say(orderMessages.positiveFlag)} />
    </>
  );
}

const coversLatest = (template: Template, order: OrderDetail): boolean => {
  const measured = order.reports[0]?.measurements ?? [];
  return measured.length > 0 && measured.every((each) => template.fields.some((field) => field.code === each.code));
};
