import { Input, Select } from 'antd';
import { useSearchParams } from 'react-router';
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
      <label>{say(messages.from)} <Input type="date" style={{ width: 150 }} value={filter.from ?? ''} onChange={(event) => change('from', event.target.value)} /></label>
      <label>{say(messages.until)} <Input type="date" style={{ width: 150 }} value={filter.until ?? ''} onChange={(event) => change('until', event.target.value)} /></label>
    </div>
  );
}
