import { useState } from 'react';
import { UploadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { base64OfBytes, base64OfFile } from '#platform/web/client/base64.ts';
import { useTableChooser } from '#platform/web/client/use-file-chooser.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { NumberField, TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { loadCalendarYear } from '../../contract/calendar.ts';
import { calendarMessages as words } from './messages.ts';

const FILE_MAX = 300_000;
const HEAD = '日期,至,安排,说明\n';

interface Chosen {
  readonly name: string;
  readonly base64: string;
}

/** The notice of a year, typed or pasted as lines, or as a file. */
export function LoadCalendarForm({ year, onDone }: { year: number; onDone: (year: number) => void }) {
  const say = useText();
  const [file, setFile] = useState<Chosen>();
  const form = useDraftForm({
    operation: loadCalendarYear,
    draftKey: `load-calendar:${year}`,
    title: say(words.load),
    path: `/working-days?year=${year}`,
    initial: { year, text: HEAD },
    toInput: ({ year: wanted, source, text }) => ({
      year: Number(wanted), source: String(source ?? ''), contentBase64: file?.base64 ?? base64OfBytes(new TextEncoder().encode(String(text))),
    }),
    onDone: (answer) => {
      toast(say(words.loaded, { year: String(answer.year), version: answer.notices[0]?.version ?? 1 }));
      onDone(answer.year);
    },
  });
  const { chooser, choose } = useTableChooser(say(words.file), async (chosen) => {
    if (chosen.size > FILE_MAX) toast(say(words.tooLarge));
    else setFile({ name: chosen.name, base64: await base64OfFile(chosen) });
  });
  return (
    <DraftForm form={form} submitLabel={say(words.load)}>
      {chooser}
      <NumberField name="year" label={say(words.year)} min={2000} max={2099} required />
      <TextField name="source" label={say(words.source)} maxLength={200} required />
      {file === undefined && <TextAreaField name="text" label={say(words.table)} hint={say(words.hint)} rows={6} maxLength={40_000} required />}
      <div className="yg-row">
        {file && <span role="status">{say(words.fileChosen, { name: file.name })}</span>}
        {file
          ? <Button onClick={() => setFile(undefined)}>{say(words.noFile)}</Button>
          : <Button icon={<UploadOutlined aria-hidden />} onClick={choose}>{say(words.file)}</Button>}
      </div>
    </DraftForm>
  );
}
