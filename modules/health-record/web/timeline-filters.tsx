import { useState } from 'react';
import { Select } from 'antd';
import { useSearchParams } from 'react-router';
import { isCalendarDate } from '#platform/kernel/period.ts';
import { DateInput } from '#platform/web/form/date-field.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { timelineKinds, type RecordSummary, type TimelineKind } from '../contract.ts';
import { kindMessages, messages } from './messages.ts';

export interface TimelineFilter {
  readonly kind?: TimelineKind;
  readonly organisationId?: string;
  readonly from?: string;
  readonly until?: string;
}

/** The filter lives in the address, so that a link shows what its sender saw. */
export function useTimelineFilter(): [TimelineFilter, (key: keyof TimelineFilter, value: string | undefined) => void] {
  const [parameters, setParameters] = useSearchParams();
  const kind = timelineKinds.find((each) => each === parameters.get('kind'));
  const filter = {
    kind,
    organisationId: parameters.get('organisationId') ?? undefined,
    from: parameters.get('from') ?? undefined,
    until: parameters.get('until') ?? undefined,
  };
  const change = (key: keyof TimelineFilter, value: string | undefined): void =>
    setParameters((before) => {
      const after = new URLSearchParams(before);
      if (value) after.set(key, value);
      else after.delete(key);
      return after;
    }, { replace: true });
  return [filter, change];
}

export function TimelineFilters({ sources }: { sources: RecordSummary['sources'] }) {
  const say = useText();
  const [filter, change] = useTimelineFilter();
  return (
    <div className="yg-row yg-print-hidden" role="group" aria-label={say(messages.kind)}>
      <Select
        aria-label={say(messages.kind)}
        style={{ minWidth: 140 }}
        value={filter.kind ?? ''}
        onChange={(value) => change('kind', value)}
        options={[{ value: '', label: say(messages.allKinds) }, ...timelineKinds.map((kind) => ({ value: kind, label: say(kindMessages[kind]) }))]}
      />
      <Select
        aria-label={say(messages.organisation)}
        style={{ minWidth: 180 }}
        value={filter.organisationId ?? ''}
        onChange={(value) => change('organisationId', value)}
        options={[{ value: '', label: say(messages.everyOrganisation) }, ...sources.map((source) => ({ value: source.organisationId, label: source.organisationName }))]}
      />
      <DayFilter label={say(messages.from)} value={filter.from} onChange={(day) => change('from', day)} />
      <DayFilter label={say(messages.until)} value={filter.until} onChange={(day) => change('until', day)} />
    </div>
  );
}

/** What is half typed stays in the field; only a whole day, or none, filters. */
function DayFilter({ label, value, onChange }: { label: string; value: string | undefined; onChange: (day: string) => void }) {
  const [typed, setTyped] = useState(value ?? '');
  return (
    <span className="yg-row">
      <span aria-hidden>{label}</span>
      <DateInput
        label={label} value={typed}
        onChange={(next) => {
          setTyped(next);
          if (next === '' || isCalendarDate(next)) onChange(next);
        }}
      />
    </span>
  );
}
