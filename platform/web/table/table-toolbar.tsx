import { useEffect, useRef, useState, type ReactNode } from 'react';
import { SearchOutlined } from '@ant-design/icons';
import { Button, Input, Popover, type InputRef } from 'antd';
import type { Operation, Page } from '#platform/kernel/contract.ts';
import type { Text } from '#platform/kernel/problem.ts';
import { normaliseInput } from '#platform/kernel/text.ts';
import { toast } from '../layout/toast.ts';
import { useHotkey } from '../layout/use-hotkey.ts';
import { useFormat } from '../text/format.ts';
import { useText } from '../text/messages.ts';
import type { TableAddress } from './address.ts';
import type { Column, Filter } from './columns.ts';
import { ExportButtons } from './export-buttons.tsx';
import { FilterButton } from './filter-bar.tsx';
import { tableMessages } from './table-messages.ts';
import type { ChangeAddress } from './use-table-address.ts';

export interface TableToolbarProps<Row> {
  readonly title: string;
  readonly columns: readonly Column<Row>[];
  readonly operation: Operation<unknown, Page<Row>>;
  readonly input: Readonly<Record<string, unknown>>;
  readonly total: number | undefined;
  readonly filters: readonly Filter[];
  readonly address: TableAddress;
  readonly change: ChangeAddress;
  readonly searchHint: Text | undefined;
  readonly actions: ReactNode;
  readonly saveView: (name: string) => Promise<boolean>;
}

export function TableToolbar<Row>(props: TableToolbarProps<Row>) {
  const say = useText();
  const format = useFormat();
  const { filters, address, change } = props;
  const narrowed = Object.keys(address.filters).length > 0 || address.words !== '' || address.sort !== undefined;
  return (
    <div className="yg-toolbar">
      <div className="yg-row">
        {props.searchHint && <SearchBox hint={say(props.searchHint)} words={address.words} onSearch={(words) => change({ words })} />}
        <FilterButton filters={filters} address={address} change={change} />
        {narrowed && <SaveView save={props.saveView} onSaved={(name) => change({ view: `saved:${name}`, filters: {}, words: '', sort: undefined })} />}
        <span className="yg-quiet" role="status">{props.total === undefined ? '' : say(tableMessages.total, { total: format.number(props.total) })}</span>
      </div>
      <div className="yg-row">
        <ExportButtons title={props.title} columns={props.columns} operation={props.operation} input={props.input} />
        {props.actions}
      </div>
    </div>
  );
}

const TYPING_MS = 250;

function SearchBox({ hint, words, onSearch }: { hint: string; words: string; onSearch: (words: string) => void }) {
  const say = useText();
  const field = useRef<InputRef>(null);
  const [typed, setTyped] = useState(words);
  const latest = useRef(onSearch);
  latest.current = onSearch;
  useEffect(() => setTyped(words), [words]);
  useEffect(() => {
    if (normaliseInput(typed) === words) return undefined;
    const timer = setTimeout(() => latest.current(normaliseInput(typed)), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, words]);
  useHotkey('/', () => field.current?.focus());
  return (
    <Input
      ref={field} className="yg-search" prefix={<SearchOutlined aria-hidden />} suffix={<kbd aria-hidden>/</kbd>} allowClear
      placeholder={hint} aria-label={`${say(tableMessages.search)}：${hint}`} aria-keyshortcuts="/" value={typed} maxLength={100}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}

function SaveView({ save, onSaved }: { save: (name: string) => Promise<boolean>; onSaved: (name: string) => void }) {
  const say = useText();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const keep = async () => {
    const chosen = normaliseInput(name);
    if (!chosen || !(await save(chosen))) return;
    toast(say(tableMessages.viewSaved, { name: chosen }));
    setOpen(false);
    setName('');
    onSaved(chosen);
  };
  const content = (
    <div className="yg-row">
      <Input value={name} maxLength={60} aria-label={say(tableMessages.viewName)} placeholder={say(tableMessages.viewName)} onChange={(event) => setName(event.target.value)} onPressEnter={() => void keep()} />
      <Button onClick={() => void keep()}>{say(tableMessages.save)}</Button>
    </div>
  );
  return (
    <Popover trigger="click" open={open} onOpenChange={setOpen} content={content}>
      <Button type="text">{say(tableMessages.saveView)}</Button>
    </Popover>
  );
}
