import { useCallback } from 'react';
import { RadioField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { NumberField, TextAreaField, TextField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import type { Column, TableView } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { decideAppeal, decideSpecialReview, listAppeals, listSpecialReviews, voteSpecialReview, type Appeal, type Review } from '../../contract/runs.ts';
import { ActButton } from '../act-button.tsx';
import { messages, stateWords } from '../messages.ts';
import { Yuan } from '../money.tsx';
import { StateWord } from '../state-word.tsx';
import { useAbility, wrongState } from '../use-ability.ts';
import { runMessages } from './run-messages.ts';
import '../payment.css';

const REVIEW_VIEWS: readonly TableView[] = [{ key: 'applied', title: stateWords.applied, filters: { state: ['applied'] } }, { key: 'all', title: messages.all, filters: {} }];

/** The board of special review, and the appeals below it. */
export function ReviewsPage() {
  const say = useText();
  const workspace = useWorkspace();
  const openReview = useCallback((row: Review) => workspace.open({ key: `review:${row.id}`, title: `${say(messages.reviews)} ${row.caseNumber}`, content: <ReviewDetail review={row} onDone={() => workspace.close(`review:${row.id}`)} /> }), [workspace, say]);
  const openAppeal = useCallback((row: Appeal) => workspace.open({ key: `appeal:${row.id}`, title: say(messages.appeals), content: <AppealDetail appeal={row} onDone={() => workspace.close(`appeal:${row.id}`)} /> }), [workspace, say]);
  return (
    <>
      <PageHeader title={say(messages.reviews)} />
      <DataTable
        name="payment.reviews" title={say(messages.reviews)} operation={listSpecialReviews} rowKey={(row) => row.id} rowTitle={(row) => row.caseNumber} columns={useReviewColumns()} views={REVIEW_VIEWS} onOpen={openReview}
        empty={{ title: messages.none, next: runMessages.applyWhy }}
      />
      <h2>{say(messages.appeals)}</h2>
      <DataTable
        name="payment.appeals" title={say(messages.appeals)} operation={listAppeals} rowKey={(row) => row.id} rowTitle={(row) => row.reason} columns={useAppealColumns()} onOpen={openAppeal} address={false}
        empty={{ title: messages.none, next: messages.noneNext }}
      />
    </>
  );
}

function useReviewColumns(): readonly Column<Review>[] {
  const say = useText();
  return [
    { key: 'caseNumber', title: messages.caseNumber, width: 130, render: (row) => row.caseNumber, value: (row) => row.caseNumber },
    { key: 'groupCode', title: messages.group, width: 100, sortable: true, render: (row) => row.groupCode, value: (row) => row.groupCode },
    { key: 'costFen', title: messages.cost, width: 130, align: 'end', sortable: true, render: (row) => <Yuan fen={row.costFen} />, value: (row) => row.costFen / 100 },
    { key: 'state', title: messages.state, width: 120, sortable: true, render: (row) => <StateWord state={row.state} />, value: (row) => say(stateWords[row.state]) },
    { key: 'votes', title: runMessages.votes, width: 180, render: (row) => say(runMessages.panel, { count: row.votes.length, min: row.panelMin }), value: (row) => row.votes.length },
    { key: 'quota', title: runMessages.quota, width: 90, align: 'end', onPhone: false, render: (row) => `${row.quotaUsed} / ${row.quota}`, value: (row) => row.quotaUsed },
  ];
}

function useAppealColumns(): readonly Column<Appeal>[] {
  const say = useText();
  return [
    { key: 'reason', title: messages.reason, width: 260, render: (row) => row.reason, value: (row) => row.reason },
    { key: 'claimedFen', title: runMessages.claimed, width: 130, align: 'end', sortable: true, render: (row) => <Yuan fen={row.claimedFen} />, value: (row) => row.claimedFen / 100 },
    { key: 'state', title: messages.state, width: 120, sortable: true, render: (row) => <StateWord state={row.state} />, value: (row) => say(stateWords[row.state]) },
    { key: 'answerUntil', title: runMessages.answerUntil, width: 120, sortable: true, render: (row) => row.answerUntil, value: (row) => row.answerUntil },
    { key: 'grantedFen', title: runMessages.granted, width: 130, align: 'end', onPhone: false, render: (row) => <Yuan fen={row.grantedFen} />, value: (row) => (row.grantedFen === null ? null : row.grantedFen / 100) },
  ];
}

function ReviewDetail({ review, onDone }: { review: Review; onDone: () => void }) {
  const say = useText();
  const ability = useAbility();
  const over = review.state !== 'applied' && wrongState;
  return (
    <div className="yg-stack">
      <div className="yg-row"><StateWord state={review.state} /><span>{say(runMessages.panel, { count: review.votes.length, min: review.panelMin })}</span></div>
      <Facts
        items={[
          { label: say(messages.reason), value: review.reason, wide: true }, { label: say(messages.cost), value: <Yuan fen={review.costFen} /> }, { label: say(messages.score), value: review.score },
          { label: say(runMessages.coefficient), value: review.coefficient }, { label: say(messages.finalScore), value: review.reviewedScore },
        ]}
      />
      <Panel level={3} title={say(runMessages.votes)}>
        <PlainTable
          caption={say(runMessages.votes)} rows={review.votes} rowKey={(row) => `${row.voterName}${row.at}`} empty={messages.none}
          columns={[
            { key: 'by', title: messages.by, render: (row) => row.voterName }, { key: 'agrees', title: runMessages.vote, render: (row) => say(row.agrees ? runMessages.agree : runMessages.disagree) },
            { key: 'coefficient', title: runMessages.coefficient, align: 'end', render: (row) => row.coefficient }, { key: 'opinion', title: runMessages.opinion, render: (row) => row.opinion },
          ]}
        />
      </Panel>
      {review.state === 'applied' && <VoteForm review={review} onDone={onDone} />}
      <ActButton operation={decideSpecialReview} title={runMessages.decide} ability={ability('payment.decide-review', over)} inputOf={(reason) => ({ id: review.id, reason })} />
    </div>
  );
}

function VoteForm({ review, onDone }: { review: Review; onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: voteSpecialReview, draftKey: `vote-review:${review.id}`, title: say(runMessages.vote), path: '/payment/reviews', initial: { id: review.id, agrees: 'yes', coefficient: '1' },
    toInput: (values) => ({ ...values, agrees: values['agrees'] === 'yes' }) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <DraftForm form={form} submitLabel={say(runMessages.vote)}>
      <RadioField name="agrees" label={say(runMessages.vote)} options={[{ value: 'yes', label: say(runMessages.agree) }, { value: 'no', label: say(runMessages.disagree) }]} required />
      <TextField name="coefficient" label={say(runMessages.coefficient)} maxLength={7} required />
      <TextAreaField name="opinion" label={say(runMessages.opinion)} maxLength={500} required />
    </DraftForm>
  );
}

function AppealDetail({ appeal, onDone }: { appeal: Appeal; onDone: () => void }) {
  const say = useText();
  const form = useDraftForm({
    operation: decideAppeal, draftKey: `decide-appeal:${appeal.id}`, title: say(messages.appeals), path: '/payment/reviews', initial: { id: appeal.id, outcome: 'uphold' },
    toInput: (values) => ({ id: values['id'], outcome: values['outcome'], reason: values['reason'], grantedFen: Math.round(Number(values['grantedYuan'] ?? 0) * 100) }) as never,
    onDone: () => {
      toast(say(messages.saved));
      onDone();
    },
  });
  return (
    <div className="yg-stack">
      <div className="yg-row"><StateWord state={appeal.state} /></div>
      <Facts
        items={[
          { label: say(messages.reason), value: appeal.reason, wide: true }, { label: say(runMessages.claimed), value: <Yuan fen={appeal.claimedFen} /> }, { label: say(runMessages.filedOn), value: appeal.filedOn },
          { label: say(runMessages.answerUntil), value: appeal.answerUntil }, { label: say(runMessages.granted), value: <Yuan fen={appeal.grantedFen} /> }, { label: say(runMessages.decision), value: appeal.decision, wide: true },
        ]}
      />
      {appeal.state === 'filed' && (
        <DraftForm form={form} submitLabel={say(runMessages.decision)}>
          <RadioField name="outcome" label={say(runMessages.decision)} options={[{ value: 'uphold', label: say(runMessages.uphold) }, { value: 'reject', label: say(runMessages.reject) }]} required />
          <NumberField name="grantedYuan" label={say(runMessages.granted)} decimals={2} min={0} unit={say(messages.yuan)} required />
          <TextAreaField name="reason" label={say(messages.reason)} maxLength={500} required />
        </DraftForm>
      )}
    </div>
  );
}
