import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listScoreUses, purposesOfUse } from '../../contract/runs.ts';
import { messages, purposeWords } from '../messages.ts';

/** Who used which frozen score for which money or appointment. */
export function UsesPage() {
  const say = useText();
  return (
    <>
      <PageHeader title={say(messages.uses)} />
      <DataTable
        name="assessment.uses" title={say(messages.uses)} operation={listScoreUses} rowKey={({ id }) => id} rowTitle={({ title, about }) => `${say(title)} ${about}`} empty={{ title: messages.none, next: messages.noneNext }} refreshOn={['assessment']}
        filters={[{ key: 'purpose', title: messages.purpose, kind: 'choice', options: purposesOfUse.map((purpose) => ({ value: purpose, label: purposeWords[purpose] })) }]}
        columns={[
          { key: 'title', title: messages.title, width: 240, render: ({ title, period }) => `${say(title)} ${period}`, value: ({ title, period }) => `${say(title)} ${period}` },
          { key: 'score', title: messages.score, width: 90, align: 'end', render: ({ score }) => score, value: ({ score }) => score },
          { key: 'purpose', title: messages.purpose, width: 130, render: ({ purpose }) => say(purposeWords[purpose]), value: ({ purpose }) => say(purposeWords[purpose]) },
          { key: 'about', title: messages.about, width: 260, render: ({ about }) => about, value: ({ about }) => about },
          { key: 'document', title: messages.documentNumber, width: 190, render: ({ documentNumber }) => documentNumber, value: ({ documentNumber }) => documentNumber },
          { key: 'on', title: messages.usedOn, width: 110, render: ({ usedOn }) => usedOn, value: ({ usedOn }) => usedOn },
          { key: 'by', title: messages.by, width: 110, render: ({ recordedBy }) => recordedBy, value: ({ recordedBy }) => recordedBy, onPhone: false },
        ]}
      />
    </>
  );
}
