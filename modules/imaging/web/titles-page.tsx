import { Button } from 'antd';
import { activeOrganisations, everyOrganisation } from '#modules/consortium/contract/organisation-choices.ts';
import { useListedNames } from '#platform/web/form/use-listed-choices.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { SwitchField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { CodeField, NumberField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { listCallingTitles, registerCallingTitle } from '../contract.ts';
import { messages } from './messages.ts';

type CallingTitle = ResultOf<typeof listCallingTitles>['rows'][number];

/** Devices that may call over DICOM: whose they are, and where images are sent to on demand. */
export function TitlesPage() {
  const say = useText();
  const workspace = useWorkspace();
  const nameOf = useListedNames(everyOrganisation);
  const open = (row?: CallingTitle): void => {
    const key = `imaging.title:${row?.callingTitle ?? 'new'}`;
    workspace.open({ key, title: row?.callingTitle ?? say(messages.newTitle), content: <TitleForm row={row} onDone={() => workspace.close(key)} /> });
  };
  const columns: Column<CallingTitle>[] = [
    { key: 'title', title: messages.aeTitle, width: 160, render: (row) => <span className="yg-number">{row.callingTitle}</span>, value: (row) => row.callingTitle },
    { key: 'description', title: messages.device, width: 220, render: (row) => row.description, value: (row) => row.description },
    { key: 'owner', title: messages.owner, width: 200, render: (row) => nameOf(row.ownerOrganisationId), value: (row) => nameOf(row.ownerOrganisationId) },
    { key: 'place', title: messages.place, width: 180, render: (row) => (row.host === null ? '—' : `${row.host}:${row.port}`), value: (row) => row.host },
    { key: 'active', title: messages.active, width: 90, render: (row) => <StateTag tone={row.isActive ? 'done' : 'neutral'} text={say(row.isActive ? messages.yes : messages.no)} />, value: (row) => String(row.isActive) },
  ];
  return (
    <>
      <PageHeader title={say(messages.titles)} actions={<Button type="primary" onClick={() => open()}>{say(messages.newTitle)}</Button>} />
      <DataTable
        name="imaging.titles" title={say(messages.titles)} operation={listCallingTitles} rowKey={(row) => row.callingTitle} rowTitle={(row) => row.callingTitle} columns={columns} filters={[]} onOpen={open}
        empty={{ title: messages.noTitles, next: messages.noTitlesNext }}
      />
    </>
  );
}

function TitleForm({ row, onDone }: { row: CallingTitle | undefined; onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: registerCallingTitle, draftKey: `calling-title:${row?.callingTitle ?? 'new'}`, title: say(messages.newTitle),
    initial: row ? { callingTitle: row.callingTitle, organisationId: row.ownerOrganisationId, description: row.description, host: row.host ?? undefined, port: row.port ?? undefined, isActive: row.isActive } : { isActive: true },
    toInput: (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== '')) as never,
    onDone: () => {
      toast(say(messages.titleSaved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(messages.save)}>
      <CodeField name="callingTitle" label={say(messages.aeTitle)} maxLength={16} hint={say(messages.titleHint)} disabled={row !== undefined} required />
      <TextField name="description" label={say(messages.device)} maxLength={100} required />
      <ListedField source={activeOrganisations} name="organisationId" label={say(messages.owner)} required />
      <div className="yg-grid">
        <TextField name="host" label={say(messages.host)} hint={say(messages.placeHint)} maxLength={255} />
        <NumberField name="port" label={say(messages.port)} min={1} max={65_535} />
      </div>
      <SwitchField name="isActive" label={say(messages.active)} />
    </DraftForm>
  );
}
