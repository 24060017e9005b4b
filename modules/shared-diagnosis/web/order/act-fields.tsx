import { Form } from 'antd';
import { listCriticalRules } from '../../contract/critical.ts';
import { caringOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { ChoiceField, RadioField } from '#platform/web/form/choice-fields.tsx';
import { NumberField, TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { OrderDetail } from '../../contract/orders.ts';
import { QUALITY_GRADES, words } from '../../contract/words.ts';
import { messages, orderMessages } from '../messages.ts';
import { optionsOf } from '../shown.tsx';
import { FileField } from './file-field.tsx';
import { ReportFields } from './report-form.tsx';

interface Fields {
  readonly order: OrderDetail;
}

const RETURN_REASONS = words({
  'image-quality': ['图像质量不合格', 'Image quality'], 'wrong-person': ['居民信息不符', 'Wrong person'], 'wrong-part': ['部位不符', 'Wrong body part'], 'incomplete-data': ['数据不完整', 'Incomplete data'],
  'clinical-data-missing': ['缺少临床资料', 'Clinical data missing'], other: ['其他', 'Other'],
});
const CANCEL_REASONS = words({
  'not-needed': ['不再需要', 'Not needed'], 'resident-declined': ['居民拒绝', 'Declined by the resident'], duplicate: ['重复申请', 'Duplicate'], recognised: ['结果已互认', 'An earlier result was recognised'], 'entered-in-error': ['录入错误', 'Entered in error'], other: ['其他', 'Other'],
});
const DATA_KINDS = words({ study: ['影像检查', 'Study'], ecg: ['心电记录', 'ECG record'], document: ['文件', 'Document'], specimen: ['标本', 'Specimen'] });
const AMEND_KINDS = words({ corrected: ['更正（原报告有误）', 'Corrected (the report was wrong)'], amended: ['补充（有新内容）', 'Amended (something was added)'] });

export function NoteFields() {
  return <TextAreaField name="note" label={useText()(messages.reason)} rows={3} required />;
}

export function ScheduleFields() {
  const say = useText();
  return <><TextField name="at" label={say(orderMessages.scheduledAt)} placeholder="2026-01-31 09:30" required /><TextField name="note" label={say(messages.note)} /></>;
}

export function PerformFields() {
  const say = useText();
  return (
    <>
      <TextField name="at" label={say(orderMessages.performedAt)} placeholder="2026-01-31 09:30" required />
      <TextField name="device" label={say(orderMessages.device)} />
      <TextField name="operator" label={say(orderMessages.operator)} />
      <NumberField name="imageCount" label={say(orderMessages.imageCount)} min={0} />
      <TextField name="dose" label={say(orderMessages.dose)} />
    </>
  );
}

export function DataFields() {
  const say = useText();
  return (
    <>
      <TextField name="title" label={say(orderMessages.dataTitle)} required />
      <FileField name="file" label={say(orderMessages.file)} />
      <RadioField name="kind" label={say(messages.kind)} options={optionsOf(DATA_KINDS, say)} />
      <TextField name="uid" label={say(orderMessages.uid)} />
    </>
  );
}

export function GradeFields() {
  const say = useText();
  return <><RadioField name="grade" label={say(orderMessages.grade)} options={optionsOf(QUALITY_GRADES, say)} required /><TextField name="note" label={say(messages.note)} /></>;
}

export function ReturnFields() {
  const say = useText();
  return <><ChoiceField name="reasonCode" label={say(messages.reason)} options={optionsOf(RETURN_REASONS, say)} required /><TextAreaField name="note" label={say(messages.note)} rows={3} required /></>;
}

export function CancelFields() {
  const say = useText();
  return <><ChoiceField name="reasonCode" label={say(messages.reason)} options={optionsOf(CANCEL_REASONS, say)} required /><TextAreaField name="note" label={say(messages.note)} rows={3} required /></>;
}

export function ConsultFields() {
  const say = useText();
  return <><ListedField source={caringOrganisations} name="organisationId" label={say(orderMessages.higherCentre)} required /><TextAreaField name="question" label={say(orderMessages.consultQuestion)} rows={3} required /></>;
}

export function AnswerFields() {
  return <TextAreaField name="opinion" label={useText()(orderMessages.opinion)} rows={6} maxLength={4000} required />;
}

export function AmendFields({ order }: Fields) {
  const say = useText();
  return <><RadioField name="kind" label={say(orderMessages.amendKind)} options={optionsOf(AMEND_KINDS, say)} required /><TextAreaField name="reason" label={say(orderMessages.amendReason)} rows={2} required /><ReportFields order={order} /></>;
}

/** Findings of the rule table that are critical by their presence. */
export function MarkFields({ order }: Fields) {
  const say = useText();
  const form = Form.useFormInstance();
  const { data } = useOperation(listCriticalRules, { kind: order.kind, limit: 200 } as never, { staleMs: 60_000 });
  const findings = (data?.rows ?? []).filter((rule) => rule.comparator === 'present' && rule.validUntil === null);
  const code = Form.useWatch('code') as string | undefined;
  const title = findings.find((rule) => rule.code === code)?.title;
  if (title !== undefined && form.getFieldValue('title') !== title) queueMicrotask(() => form.setFieldValue('title', title));
  return (
    <>
      <ChoiceField name="code" label={say(orderMessages.criticalTitle)} options={[...findings.map((rule) => ({ value: rule.code, label: rule.title })), { value: 'OTHER', label: say({ zh: '其他', en: 'Other' }) }]} required />
      <TextField name="title" label={say(messages.title)} required />
      <TextAreaField name="valueText" label={say(orderMessages.criticalValue)} rows={2} maxLength={200} required />
    </>
  );
}
