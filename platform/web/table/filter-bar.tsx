import { CloseOutlined, FilterOutlined } from '@ant-design/icons';
import { Button, Input, Popover, Select } from 'antd';
import { DateInput } from '../form/date-field.tsx';
import { useText, type Say } from '../text/messages.ts';
import type { TableAddress } from './address.ts';
import type { Filter } from './columns.ts';
import { tableMessages } from './table-messages.ts';
import type { ChangeAddress } from './use-table-address.ts';
import { listed } from '../text/listed.ts';

interface FilterProps {
  readonly filters: readonly Filter[];
  readonly address: TableAddress;
  readonly change: ChangeAddress;
}

export function FilterButton(props: FilterProps) {
  const say = useText();
  if (props.filters.length === 0) return null;
  return (
    <Popover trigger="click" placement="bottomLeft" content={<FilterPanel {...props} />}>
      <Button icon={<FilterOutlined />}>{say(tableMessages.filter)}</Button>
    </Popover>
  );
}

function FilterPanel({ filters, address, change }: FilterProps) {
  const say = useText();
  return (
    <div className="yg-filter-panel">
      {filters.map((filter) => (
        <label key={filter.key} className="yg-filter-line">
          <span>{say(filter.title)}</span>
          <FilterControl
            filter={filter} values={address.filters[filter.key] ?? []}
            onChange={(values) => change({ filters: withFilter(address, filter.key, values) })}
          />
        </label>
      ))}
    </div>
  );
}

function FilterControl({ filter, values, onChange }: { filter: Filter; values: readonly string[]; onChange: (values: readonly string[]) => void }) {
  const say = useText();
  const label = say(filter.title);
  if (filter.kind === 'date') return <DateInput label={label} value={values[0] ?? ''} onChange={(day: string) => onChange(day ? [day] : [])} />;
  if (filter.kind === 'text') return <Input aria-label={label} defaultValue={values[0]} allowClear onChange={(event) => onChange(event.target.value ? [event.target.value] : [])} />;
  const options = (filter.options ?? []).map((option) => ({ value: option.value, label: say(option.label) }));
  if (filter.many) {
    return <Select aria-label={label} mode="multiple" allowClear placeholder={say(tableMessages.any)} options={options} value={[...values]} onChange={(next: string[]) => onChange(next)} />;
  }
  return (
    <Select aria-label={label} allowClear placeholder={say(tableMessages.any)} options={options} value={values[0]} onChange={(next?: string) => onChange(next ? [next] : [])} />
  );
}

/** What is filtered now; each badge takes its filter off. */
export function FilterBadges({ filters, address, change }: FilterProps) {
  const say = useText();
  const used = filters.filter((filter) => (address.filters[filter.key] ?? []).length > 0);
  if (used.length === 0) return null;
  return (
    <div className="yg-row">
      {used.map((filter) => {
        const title = `${say(filter.title)}：${labelsOf(filter, address.filters[filter.key] ?? [], say)}`;
        return (
          <span key={filter.key} className="yg-badge">
            {title}
            <button
              type="button" className="yg-plain-button" aria-label={say(tableMessages.removeFilter, { title })}
              onClick={() => change({ filters: withFilter(address, filter.key, []) })}
            >
              <CloseOutlined aria-hidden />
            </button>
          </span>
        );
      })}
      <Button type="link" size="small" onClick={() => change({ filters: {} })}>{say(tableMessages.clearFilters)}</Button>
    </div>
  );
}

const labelsOf = (filter: Filter, values: readonly string[], say: Say): string =>
  listed(values.map((value) => {
    const option = filter.options?.find((each) => each.value === value);
    return option ? say(option.label) : value;
  }));

function withFilter(address: TableAddress, key: string, values: readonly string[]): TableAddress['filters'] {
  const { [key]: _former, ...others } = address.filters;
  return values.length > 0 ? { ...others, [key]: values } : others;
}
