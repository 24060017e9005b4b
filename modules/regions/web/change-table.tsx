import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { PackChange } from '../contract/operations.ts';
import { messages } from './messages.ts';
import { listed } from '#platform/web/text/listed.ts';

export function ChangeTable({ caption, changes }: { caption: string; changes: readonly PackChange[] }) {
  const say = useText();
  return (
    <PlainTable
      caption={caption} showCaption rows={changes} rowKey={({ kind, list, id }) => `${kind}:${list}:${id}`} empty={messages.noChanges}
      columns={[
        { key: 'kind', title: messages.kind, render: ({ kind }) => say(messages[kind]) },
        { key: 'list', title: messages.part, render: ({ list }) => list },
        { key: 'id', title: { zh: '编号', en: 'Id' }, render: ({ id }) => id },
        { key: 'fields', title: messages.fields, render: ({ fields }) => listed(fields) || '—' },
      ]}
    />
  );
}
