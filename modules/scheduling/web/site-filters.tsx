import { Select } from 'antd';
import { useText } from '#platform/web/text/messages.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { listOrganisations } from '#modules/consortium/contract/organisations.ts';
import { specialityChoices } from './form-values.ts';
import { messages } from './messages.ts';

export interface SiteFilter {
  readonly organisationId?: string | undefined;
  readonly speciality?: string | undefined;
}

/** Site and speciality above a board or report. Village rooms have neither clinics nor beds. */
export function SiteFilters({ value, onChange }: { value: SiteFilter; onChange: (value: SiteFilter) => void }) {
  const say = useText();
  const sites = useOperation(listOrganisations, { limit: 500, state: ['active'], level: ['city', 'county', 'township'] }, { staleMs: 60_000 });
  const options = (sites.data?.rows ?? []).map((row) => ({ value: row.id, label: row.name }));
  return (
    <>
      <Select
        className="scheduling-filter" aria-label={say(messages.organisation)} placeholder={say(messages.allSites)} allowClear showSearch={{ optionFilterProp: 'label' }}
        options={options} value={value.organisationId} onChange={(organisationId?: string) => onChange({ ...value, organisationId })}
      />
      <Select
        className="scheduling-filter" aria-label={say(messages.speciality)} placeholder={say(messages.allSpecialities)} allowClear showSearch={{ optionFilterProp: 'label' }}
        options={specialityChoices(say)} value={value.speciality} onChange={(speciality?: string) => onChange({ ...value, speciality })}
      />
    </>
  );
}
