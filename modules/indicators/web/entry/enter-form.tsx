import { useOperation } from '#platform/web/client/hooks.ts';
import { ChoiceField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm, type FormValues } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useSession } from '#platform/web/session/session.tsx';
import { useNow } from '#platform/web/text/use-now.ts';
import { useText } from '#platform/web/text/messages.ts';
import { enterIndicatorValue, listIndicators, restateIndicator } from '../../contract/operations.ts';
import { messages } from '../messages.ts';
import { SiteField } from '../organisations.tsx';
import { monthsBack } from './month-choice.tsx';

interface EnterFormProps {
  readonly indicatorId?: string;
  readonly month: string;
  readonly onDone: () => void;
}

/** One value of an indicator that no member system yields. */
export function EnterForm({ indicatorId, month, onDone }: EnterFormProps) {
  const say = useText();
  const now = useNow();
  const { acting } = useSession();
  const definitions = useOperation(listIndicators, {}, { staleMs: 600_000 });
  const form = useDraftForm({
    operation: enterIndicatorValue, draftKey: `indicator-entry:${indicatorId ?? 'new'}:${month}`, title: say(messages.enter), path: '/indicator-entries',
    initial: { indicatorId, month, organisationId: acting?.organisationId } as FormValues as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  const options = (definitions.data?.rows ?? []).filter(({ source }) => source !== 'measure').map(({ id, name }) => ({ value: id, label: `${id} ${say(name)}` }));
  return (
    <DraftForm form={form} submitLabel={say(messages.enter)}>
      <ChoiceField name="indicatorId" label={say(messages.indicator)} options={options} required />
      <SiteField name="organisationId" label={say(messages.site)} required />
      <ChoiceField name="month" label={say(messages.month)} options={monthsBack(60, now).map((value) => ({ value, label: value }))} required />
      <TextField name="numerator" label={say(messages.numerator)} inputMode="numeric" maxLength={24} required />
      <TextField name="denominator" label={say(messages.denominator)} inputMode="numeric" maxLength={24} required />
      <TextField name="sourceNote" label={say(messages.sourceNote)} placeholder={say(messages.sourceHint)} maxLength={300} required />
    </DraftForm>
  );
}

interface RestateFormProps {
  readonly indicatorId: string;
  readonly organisationId: string;
  readonly month: string;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly onDone: () => void;
}

/** Corrects a frozen number; the old one stays on record. */
export function RestateForm({ indicatorId, organisationId, month, numerator, denominator, onDone }: RestateFormProps) {
  const say = useText();
  const form = useDraftForm({
    operation: restateIndicator, draftKey: `restate:${indicatorId}:${organisationId}:${month}`, title: say(messages.restate),
    initial: { indicatorId, organisationId, month, numerator: numerator ?? undefined, denominator: denominator ?? undefined } as FormValues as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(messages.restate)}>
      <p className="yg-notice">{say(messages.restateWhy)}</p>
      <TextField name="numerator" label={say(messages.numerator)} inputMode="numeric" maxLength={24} required />
      <TextField name="denominator" label={say(messages.denominator)} inputMode="numeric" maxLength={24} required />
      <TextAreaField name="reason" label={say(messages.reason)} rows={3} maxLength={500} required />
    </DraftForm>
  );
}
