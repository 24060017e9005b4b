import { resolutionsOn } from '#modules/governance/contract/resolution-choices.ts';
import { activeOrganisations } from '#modules/consortium/contract/organisation-choices.ts';
import { ListedField } from '#platform/web/form/listed-field.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { NumberField } from '#platform/web/form/fields.tsx';
import { LineList } from '#platform/web/form/line-list.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { listFrozenScores, recordFrozenScores } from '../../contract/frozen-scores.ts';
import { messages } from '../messages.ts';
import { useAbility } from '../use-ability.ts';
import { scoreMessages } from './score-messages.ts';
import '../payment.css';

type Row = ResultOf<typeof listFrozenScores>['rows'][number];

/** Scores that clearing and the division of packages may use. */
export function ScoresPage() {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAbility();
  const start = () => workspace.open({ key: 'frozen-scores', title: say(scoreMessages.record), content: <RecordScoresForm onDone={() => workspace.close('frozen-scores')} /> });
  return (
    <>
      <PageHeader title={say(scoreMessages.scores)} actions={<AbilityButton type="primary" ability={ability('payment.record-frozen-scores')} onClick={start}>{say(scoreMessages.record)}</AbilityButton>} />
      <DataTable
        name="payment.frozen-scores" title={say(scoreMessages.scores)} operation={listFrozenScores} rowKey={(row) => `${row.organisationId} ${row.year} ${row.schemeId}`} rowTitle={(row) => row.organisationName} columns={useColumns()}
        searchHint={scoreMessages.decision} empty={{ title: scoreMessages.nothing, next: scoreMessages.nothingNext }}
      />
    </>
  );
}

function useColumns(): readonly Column<Row>[] {
  const say = useText();
  return [
    { key: 'year', title: messages.year, width: 90, sortable: true, render: (row) => row.year, value: (row) => row.year },
    { key: 'organisation', title: scoreMessages.organisation, width: 200, render: (row) => row.organisationName, value: (row) => row.organisationName },
    { key: 'score', title: scoreMessages.score, width: 110, align: 'end', sortable: true, render: (row) => row.score, value: (row) => row.score },
    { key: 'full', title: scoreMessages.full, width: 90, align: 'end', onPhone: false, render: (row) => row.fullScore, value: (row) => row.fullScore },
    { key: 'source', title: scoreMessages.source, width: 120, render: (row) => say(scoreMessages[row.source]), value: (row) => say(scoreMessages[row.source]) },
    { key: 'decision', title: scoreMessages.decision, width: 300, onPhone: false, render: (row) => row.decisionNumber ?? '—', value: (row) => row.decisionNumber ?? '' },
    { key: 'scheme', title: scoreMessages.scheme, width: 140, onPhone: false, render: (row) => (row.source === 'file' ? '—' : row.schemeId), value: (row) => row.schemeId },
  ];
}

interface ScoreValues {
  readonly organisationId?: string;
  readonly score?: number;
}

function RecordScoresForm({ onDone }: { onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: recordFrozenScores, draftKey: 'frozen-scores', title: say(scoreMessages.record), path: '/payment/scores', initial: { fullScore: 100, scores: [{}] },
    toInput: (values) => ({
      year: values['year'], decisionNumber: values['decisionNumber'], fullScore: String(values['fullScore'] ?? ''),
      scores: ((values['scores'] ?? []) as ScoreValues[]).map(({ organisationId, score }) => ({ organisationId, score: String(score ?? '') })),
    }) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(scoreMessages.record)}>
      <NumberField name="year" label={say(messages.year)} min={2015} max={2100} required />
      <ListedField source={resolutionsOn('money', 'general')} name="decisionNumber" label={say(scoreMessages.decision)} hint={say(scoreMessages.decisionHint)} required />
      <NumberField name="fullScore" label={say(scoreMessages.full)} decimals={2} min={1} required />
      <LineList name="scores" label={say(scoreMessages.score)} addLabel={say(scoreMessages.add)} newLine={{}}>
        {(line) => (
          <div className="payment-pair">
            <ListedField source={activeOrganisations} name={line.name('organisationId')} label={say(scoreMessages.organisation)} required />
            <NumberField name={line.name('score')} label={say(scoreMessages.score)} decimals={4} min={0} required />
          </div>
        )}
      </LineList>
    </DraftForm>
  );
}
