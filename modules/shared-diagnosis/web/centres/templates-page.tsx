import { PlusOutlined } from '@ant-design/icons';
import { Button, Form } from 'antd';
import { useCommand } from '#platform/web/client/hooks.ts';
import { ChoiceField, RadioField, SwitchField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { CodeField, NumberField, TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { LineList } from '#platform/web/form/line-list.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listTemplates, retireTemplate, saveTemplate, type Template } from '../../contract/reading.ts';
import { KINDS, MODALITIES, MODALITIES_OF, type Kind } from '../../contract/words.ts';
import { centreMessages, messages, orderMessages } from '../messages.ts';
import { choicesOf, filledIn, optionsOf } from '../shown.tsx';
import { listed } from '#platform/web/text/listed.ts';

/** Own templates and phrases, and those of the organisation. */
export function TemplatesPage() {
  const say = useText();
  const workspace = useWorkspace();
  const maySave = useMay('shared-diagnosis.save-template');
  const retire = useCommand(retireTemplate);
  const edit = (template?: Template) => {
    const key = `diagnosis-template:${template?.id ?? 'new'}`;
    workspace.open({ key, title: template?.title ?? say(centreMessages.newTemplate), content: <TemplateForm template={template} onDone={() => workspace.close(key)} />, width: 'wide' });
  };
  const columns: Column<Template>[] = [
    { key: 'title', title: messages.title, width: 220, render: (row) => row.title, value: (row) => row.title },
    { key: 'purpose', title: centreMessages.purpose, width: 90, render: (row) => say(row.purpose === 'phrase' ? centreMessages.phrase : centreMessages.template), value: (row) => row.purpose },
    { key: 'scope', title: { zh: '范围', en: 'Scope' }, width: 100, render: (row) => say(row.scope === 'own' ? centreMessages.scopeOwn : centreMessages.scopeOrganisation), value: (row) => row.scope },
    { key: 'kind', title: messages.kind, width: 110, render: (row) => [say(KINDS[row.kind]), row.modality ? say(MODALITIES[row.modality]) : null].filter(Boolean).join(' · ') },
    { key: 'fields', title: centreMessages.fields, width: 200, onPhone: false, render: (row) => listed(row.fields.map((field) => field.title)) || '—' },
    { key: 'impression', title: orderMessages.impression, width: 260, onPhone: false, render: (row) => row.impression, value: (row) => row.impression },
    { key: 'version', title: { zh: '版本', en: 'Version' }, width: 80, align: 'end', render: (row) => row.version, value: (row) => row.version },
    { key: 'retire', title: { zh: '操作', en: 'Actions' }, width: 90, render: (row) => (maySave && row.mayChange ? <Button size="small" onClick={(event) => { event.stopPropagation(); void retire.run({ id: row.id }); }}>{say(centreMessages.retire)}</Button> : null) },
  ];
  return (
    <>
      <PageHeader title={say(centreMessages.templates)} actions={maySave && <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => edit()}>{say(centreMessages.newTemplate)}</Button>} />
      <DataTable
        name="diagnosis.templates" title={say(centreMessages.templates)} operation={listTemplates} rowKey={(row) => row.id} columns={columns} rowTitle={(row) => row.title} onOpen={edit} views={[{ key: 'all', title: messages.all, filters: {} }, { key: 'own', title: centreMessages.scopeOwn, filters: { own: 'true' } }]}
        filters={[{ key: 'kind', title: messages.kind, kind: 'choice', options: choicesOf(KINDS) }, { key: 'purpose', title: centreMessages.purpose, kind: 'choice', options: [{ value: 'template', label: centreMessages.template }, { value: 'phrase', label: centreMessages.phrase }] }]}
        searchHint={messages.byName} empty={{ title: centreMessages.noTemplates }}
      />
    </>
  );
}

function TemplateForm({ template, onDone }: { template: Template | undefined; onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: saveTemplate, draftKey: `save-template:${template?.id ?? 'new'}`, title: template?.title ?? say(centreMessages.newTemplate), path: '/diagnosis/templates', initial: (template ?? { purpose: 'template', scope: 'own', kind: 'imaging', fields: [] }) as never,
    toInput: (values) => ({ ...filledIn(values), fields: ((values['fields'] ?? []) as Record<string, unknown>[]).map(filledIn), id: template?.id ?? null }) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return <DraftForm form={form} submitLabel={say(centreMessages.edit)}><TemplateFields /></DraftForm>;
}

function TemplateFields() {
  const say = useText();
  const kind = (Form.useWatch('kind') as Kind | undefined) ?? 'imaging';
  return (
    <>
      <TextField name="title" label={say(messages.title)} required />
      <div className="yg-grid">
        <RadioField name="purpose" label={say(centreMessages.purpose)} options={[{ value: 'template', label: say(centreMessages.template) }, { value: 'phrase', label: say(centreMessages.phrase) }]} required />
        <RadioField name="scope" label={say({ zh: '范围', en: 'Scope' })} options={[{ value: 'own', label: say(centreMessages.scopeOwn) }, { value: 'organisation', label: say(centreMessages.scopeOrganisation) }]} required />
        <ChoiceField name="kind" label={say(messages.kind)} options={optionsOf(KINDS, say)} required />
        <ChoiceField name="modality" label={say(messages.modality)} options={optionsOf(MODALITIES, say, MODALITIES_OF[kind])} />
      </div>
      <TextAreaField name="findings" label={say(orderMessages.findings)} rows={5} maxLength={8000} />
      <TextAreaField name="impression" label={say(orderMessages.impression)} rows={3} maxLength={8000} />
      <SwitchField name="positive" label={say(orderMessages.positiveFlag)} />
      <LineList name="fields" label={say(centreMessages.fields)} addLabel={say(centreMessages.addField)} newLine={{ required: false }}>
        {(line) => (
          <div className="yg-grid">
            <TextField name={line.name('title')} label={say(messages.title)} required />
            <CodeField name={line.name('code')} label={say(orderMessages.itemCode)} required />
            <TextField name={line.name('unit')} label={say({ zh: '单位', en: 'Unit' })} />
            <NumberField name={line.name('low')} label={say(centreMessages.lowNormal)} decimals={2} />
            <NumberField name={line.name('high')} label={say(centreMessages.highNormal)} decimals={2} />
            <SwitchField name={line.name('required')} label={say(centreMessages.required)} />
          </div>
        )}
      </LineList>
    </>
  );
}
