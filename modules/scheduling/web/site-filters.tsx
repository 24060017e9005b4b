import { Select } from 'antd';
import { useText } from '#platform/web/text/messages.ts';
import { ListedSelect } from '#platform/web/form/listed-field.tsx';
import { activeOrganisationsThat } from '#modules/consortium/contract/organisation-choices.ts';
import { specialityChoices } from './form-values.ts';
import { messages } from './messages.ts';

export interface SiteFilter {
  readonly organisationId?: string | undefined;
  readonly speciality?: string | undefined;
}

/** Village rooms have neither clinics nor beds. */
const SITES = activeOrganisationsThat(({ level }) => ['city', 'county', 'township'].includes(level));

/** Site and speciality above a board or report. */
export function SiteFilters({ value, onChange }: { value: SiteFilter; onChange: (value: SiteFilter) => void }) {
  const say = useText();
  return (
    <>
      <ListedSelect
        source={SITES} className="scheduling-filter" label={say(messages.organisation)} placeholder={say(messages.allSites)}
        value={value.organisationId} onChange={(organisationId) => onChange({ ...value, organisationId })}
      />
      <Select
        className="scheduling-filter" aria-label={say(messages.speciality)} placeholder={say(messages.allSpecialities)} allowClear showSearch={{ optionFilterProp: 'label' }}
        options={specialityChoices(say)} value={value.speciality} onChange={(speciality?: string) => onChange({ ...value, speciality })}
      />
    </>
  );
}
