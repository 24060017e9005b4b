import type { ComponentType } from 'react';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { useDraftForm, type FormValues } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { AnyCommand } from '#platform/web/client/hooks.ts';
import { markCritical } from '../../contract/critical.ts';
import { attachDiagnosisData, cancelDiagnosis, passQuality, performDiagnosis, redirectDiagnosis, returnDiagnosis, scheduleDiagnosis, type OrderDetail } from '../../contract/orders.ts';
import { amendReport, answerConsult, consultUpward, sendBackReport } from '../../contract/reading.ts';
import { ORDER_ACTIONS, type OrderAction } from '../../contract/states.ts';
import { messages, orderMessages } from '../messages.ts';
import { filledIn } from '../shown.tsx';
import { AmendFields, AnswerFields, CancelFields, ConsultFields, DataFields, GradeFields, MarkFields, NoteFields, PerformFields, ReturnFields, ScheduleFields } from './act-fields.tsx';
import { toReport } from './report-form.tsx';

interface ActForm {
  readonly operation: AnyCommand;
  readonly fields: ComponentType<{ order: OrderDetail }>;
  readonly initial?: (order: OrderDetail) => FormValues;
  readonly toInput?: (values: FormValues) => Record<string, unknown>;
}

const instant = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? new Date(`${value.replace(' ', 'T')}:00+08:00`).toISOString() : undefined);
const now = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

/** Actions that ask for something, with their form. */
export const orderActs: Readonly<Partial<Record<OrderAction | 'mark-critical', ActForm>>> = {
  schedule: { operation: scheduleDiagnosis, fields: ScheduleFields, initial: () => ({ at: now() }), toInput: ({ at, ...rest }) => ({ ...rest, scheduledAt: instant(at) }) },
  perform: {
    operation: performDiagnosis, fields: PerformFields, initial: () => ({ at: now() }),
    toInput: ({ at, device, operator, dose, imageCount }) => ({ performance: filledIn({ performedAt: instant(at), device, operator, dose, imageCount }) }),
  },
  'attach-data': {
    operation: attachDiagnosisData, fields: DataFields, initial: (order) => ({ kind: order.kind === 'ecg' ? 'ecg' : order.kind === 'imaging' || order.kind === 'ultrasound' ? 'study' : 'document', title: order.itemName }),
    toInput: (values) => ({ ...values, kind: values['file'] ? 'document' : values['kind'] }),
  },
  'pass-quality': { operation: passQuality, fields: GradeFields, initial: () => ({ grade: 'A' }) },
  return: { operation: returnDiagnosis, fields: ReturnFields, initial: () => ({ reasonCode: 'image-quality' }) },
  redirect: { operation: redirectDiagnosis, fields: NoteFields },
  cancel: { operation: cancelDiagnosis, fields: CancelFields, initial: () => ({ reasonCode: 'not-needed' }) },
  'consult-up': { operation: consultUpward, fields: ConsultFields },
  'answer-consult': { operation: answerConsult, fields: AnswerFields },
  'send-back': { operation: sendBackReport, fields: NoteFields },
  amend: {
    operation: amendReport, fields: AmendFields,
    initial: (order) => ({ kind: 'corrected', findings: order.reports[0]?.findings, impression: order.reports[0]?.impression, positive: order.reports[0]?.positive, measured: Object.fromEntries((order.reports[0]?.measurements ?? []).map((each) => [each.code, each.value])) }),
    toInput: (values) => ({ ...toReport(values), kind: values['kind'], reason: values['reason'] }),
  },
  'mark-critical': { operation: markCritical, fields: MarkFields },
};

export function OrderActForm({ order, action, onDone }: { order: OrderDetail; action: OrderAction | 'mark-critical'; onDone: () => void }) {
  const actForm = orderActs[action];
  return actForm === undefined ? null : <KnownForm order={order} action={action} onDone={onDone} actForm={actForm} />;
}

function KnownForm({ order, action, onDone, actForm }: { order: OrderDetail; action: OrderAction | 'mark-critical'; onDone: () => void; actForm: ActForm }) {
  const say = useText();
  const title = action === 'mark-critical' ? say(orderMessages.markCritical) : say(ORDER_ACTIONS[action]);
  const form = useDraftForm({
    operation: actForm.operation,
    draftKey: `diagnosis-${action}:${order.id}`,
    title: `${title} ${order.number}`,
    initial: actForm.initial?.(order) ?? {},
    path: `/diagnosis/orders/${order.id}`,
    toInput: (values) => ({ ...filledIn(actForm.toInput ? actForm.toInput(values) : values), id: order.id }) as never,
    onDone: () => {
      toast(`${say(messages.done)}：${title}`);
      onDone();
    },
  });
  const Fields = actForm.fields;
  return <DraftForm form={form} submitLabel={title}><Fields order={order} /></DraftForm>;
}
