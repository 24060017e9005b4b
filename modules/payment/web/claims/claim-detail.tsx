import type { ResultOf } from '#platform/kernel/contract.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { ChoiceField, SwitchField } from '#platform/web/form/choice-fields.tsx';
import { DraftForm } from '#platform/web/form/draft-form.tsx';
import { NumberField } from '#platform/web/form/fields.tsx';
import { useDraftForm } from '#platform/web/form/use-draft-form.ts';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { contract } from '../../contract.ts';
import { getClaim, issueStatement, releaseHit, sendClaim } from '../../contract/claims.ts';
import { ActButton } from '../act-button.tsx';
import { FigureList } from '../figure.tsx';
import { History } from '../history.tsx';
import { wordOfInput } from '../input-words.ts';
import { messages } from '../messages.ts';
import { Yuan } from '../money.tsx';
import { StateWord } from '../state-word.tsx';
import { useAbility, wrongState } from '../use-ability.ts';
import { claimMessages } from './claim-messages.ts';

type ClaimAnswer = ResultOf<typeof getClaim>;
type Hit = ClaimAnswer['hits'][number];

export function ClaimDetail({ id }: { id: string }) {
  const say = useText();
  const ability = useAbility();
  const answer = useOperation(getClaim, { id });
  return (
    <Answer query={answer}>
      {(data) => (
        <div className="yg-stack">
          <div className="yg-row">
            <StateWord state={data.claim.state} />
            <ActButton
              operation={sendClaim} title={claimMessages.send} explanation={claimMessages.sendWhy} asksReason={false} primary inputOf={() => ({ id })}
              ability={ability('payment.send-claim', data.claim.state === 'held' ? contract.problems['payment.claim-held'] : data.claim.state !== 'clear' && wrongState)}
            />
          </div>
          <Facts
            columns={3}
            items={[
              { label: say(claimMessages.total), value: <Yuan fen={data.claim.totalFen} /> }, { label: say(claimMessages.fund), value: <Yuan fen={data.claim.fundFen} /> }, { label: say(claimMessages.patient), value: <Yuan fen={data.claim.patientFen} /> },
              { label: say(messages.version), value: data.claim.packVersion }, { label: say(claimMessages.admitted), value: `${data.bill.admittedOn} – ${data.bill.dischargedOn ?? ''}` },
              { label: say(claimMessages.stake), value: <Yuan fen={data.claim.atStakeFen} /> },
            ]}
          />
          <Panel level={3} title={say(claimMessages.findings)}>
            {data.hits.length === 0 ? <p className="payment-note">{say(claimMessages.noFindings)}</p> : data.hits.map((hit) => <Finding key={hit.id} hit={hit} data={data} />)}
          </Panel>
          {data.claim.state === 'sent' && <StatementForm id={id} />}
          {data.figures.length > 0 && <FigureList figures={data.figures} about={data.claim.billNumber} />}
          <PlainTable
            caption={say(claimMessages.lines)} showCaption rows={data.bill.lines} rowKey={(row) => row.id}
            columns={[
              { key: 'item', title: claimMessages.item, render: (row) => `${row.item} ${row.name}` }, { key: 'at', title: claimMessages.at, render: (row) => row.at.replace('T', ' ') },
              { key: 'quantity', title: claimMessages.quantity, align: 'end', render: (row) => row.quantity }, { key: 'amount', title: claimMessages.amount, align: 'end', render: (row) => <Yuan fen={row.amountFen} /> },
            ]}
          />
          <History actions={data.history} />
        </div>
      )}
    </Answer>
  );
}

/** One finding with what proves it, and who released it. */
function Finding({ hit, data }: { hit: Hit; data: ClaimAnswer }) {
  const say = useText();
  const ability = useAbility();
  const lines = data.bill.lines.filter(({ id }) => hit.lineIds.includes(id)).map(({ name, at }) => `${name} ${at.replace('T', ' ')}`);
  return (
    <Panel level={3} title={say(hit.title)}>
      <Facts
        items={[
          { label: say(claimMessages.stake), value: <Yuan fen={hit.amountFen} /> }, { label: say(claimMessages.rule), value: hit.basis || hit.ruleId },
          { label: say(claimMessages.facts), value: hit.facts.map(({ name, value }) => `${say(wordOfInput(name))} ${value}`).join('; '), wide: true }, { label: say(claimMessages.lines), value: lines.join('; '), wide: true },
        ]}
      />
      {hit.suggestion && (
        <div>
          <p className="payment-note">{say(claimMessages.suggestion, { code: hit.suggestion.code, name: hit.suggestion.name })}</p>
          {hit.suggestion.evidence.map(({ reference, quote }) => <blockquote key={reference} className="payment-quote">{`${quote} (${reference})`}</blockquote>)}
        </div>
      )}
      {hit.releasedBy === null
        ? <ActButton operation={releaseHit} title={claimMessages.release} ability={ability('payment.release-hit', data.claim.state !== 'held' && wrongState)} inputOf={(reason) => ({ id: data.claim.id, hitId: hit.id, reason })} />
        : <p className="payment-note">{say(claimMessages.released, { name: hit.releasedBy, reason: hit.releaseReason ?? '' })}</p>}
    </Panel>
  );
}

function StatementForm({ id }: { id: string }) {
  const say = useText();
  const form = useDraftForm({
    operation: issueStatement, draftKey: `issue-statement:${id}`, title: say(claimMessages.statement), path: '/payment/claims', initial: { id, level: 2, referred: false, bypassed: false, contracted: true, outOfScopeYuan: 0 },
    toInput: (values) => ({ ...values, outOfScopeFen: Math.round(Number(values['outOfScopeYuan'] ?? 0) * 100), outOfScopeYuan: undefined }) as never,
    onDone: () => toast(say(messages.saved)),
  });
  const levels = [{ value: 1, label: say(claimMessages.first) }, { value: 2, label: say(claimMessages.second) }, { value: 3, label: say(claimMessages.third) }];
  return (
    <Panel level={3} title={say(claimMessages.statement)}>
      <DraftForm form={form} submitLabel={say(claimMessages.statement)}>
        <ChoiceField name="level" label={say(claimMessages.level)} options={levels as never} required />
        <NumberField name="outOfScopeYuan" label={say(claimMessages.outOfScope)} decimals={2} min={0} unit={say(messages.yuan)} required />
        <SwitchField name="referred" label={say(claimMessages.referred)} />
        <SwitchField name="bypassed" label={say(claimMessages.bypassed)} />
        <SwitchField name="contracted" label={say(claimMessages.contracted)} />
      </DraftForm>
    </Panel>
  );
}
