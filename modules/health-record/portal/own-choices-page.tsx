import { Button, Select } from 'antd';
import { useState } from 'react';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { getOwnSummary, listOwnAccess } from '../contract.ts';
import { listOwnConsents, registerOwnConsent, withdrawOwnConsent, type Consent } from '../contract/consents.ts';
import { listOwnRequests } from '../contract/reviews.ts';
import { messages } from './messages.ts';
import { useRaiseRequest } from './use-raise-request.ts';

/** What the resident permits and refuses, and what was asked of organisations. */
export function OwnChoicesPage() {
  const say = useText();
  return (
    <>
      <PageHeader title={say(messages.choices)} />
      <div className="yg-stack">
        <Consents />
        <Choose />
        <Requests />
      </div>
    </>
  );
}

function Consents() {
  const say = useText();
  const consents = useOperation(listOwnConsents, { limit: 50 });
  return (
    <Answer query={consents}>
      {(data) => (
        <Panel title={say(messages.consents)}>
          {data.rows.length === 0 && <p className="yg-quiet">{say(messages.noConsents)}</p>}
          <ul className="yg-stack" style={{ listStyle: 'none', margin: 0, padding: 0 }}>{data.rows.map((consent) => <ConsentItem key={consent.id} consent={consent} />)}</ul>
        </Panel>
      )}
    </Answer>
  );
}

function ConsentItem({ consent }: { consent: Consent }) {
  const say = useText();
  const format = useFormat();
  const withdraw = useCommand(withdrawOwnConsent);
  const grantee = consent.granteeOrganisationId === '*' ? say(messages.everyOrganisation) : consent.granteeName || consent.granteeOrganisationId;
  return (
    <li className="yg-row yg-row-spread">
      <span>
        <strong>{say(messages[consent.decision])}</strong> {grantee}
        {consent.validUntil && <span className="yg-quiet"> {say(messages.until, { date: format.date(consent.validUntil) })}</span>}
        {withdraw.problem && <ProblemNotice problem={withdraw.problem} />}
      </span>
      {consent.state === 'active'
        ? <Button loading={withdraw.pending} onClick={() => void withdraw.run({ id: consent.id }).then((done) => done && toast(say(messages.done)))}>{say(messages.withdraw)}</Button>
        : <span className="yg-quiet">{say(messages[consent.state])}</span>}
    </li>
  );
}

/** Organisations that have entries or looked: a resident knows no others by name. */
function useKnownOrganisations(): { value: string; label: string }[] {
  const summary = useOperation(getOwnSummary, {});
  const access = useOperation(listOwnAccess, { limit: 100 });
  const known = new Map<string, string>();
  for (const { organisationId, organisationName } of [...(summary.data?.sources ?? []), ...(access.data?.rows ?? [])]) {
    if (organisationId !== null && organisationName !== '') known.set(organisationId, organisationName);
  }
  return [...known].map(([value, label]) => ({ value, label }));
}

function Choose() {
  const say = useText();
  const organisations = useKnownOrganisations();
  const [organisationId, setOrganisationId] = useState<string>();
  const register = useCommand(registerOwnConsent);
  const correction = useRaiseRequest('correction');
  const decide = async (decision: 'permit' | 'deny') => {
    if (organisationId === undefined) return;
    if (await register.run({ decision, granteeOrganisationId: organisationId, ...(decision === 'permit' ? { days: 30 } : {}) })) toast(say(messages.done));
  };
  const about = organisations.find(({ value }) => value === organisationId)?.label ?? '';
  const isOne = organisationId !== undefined && organisationId !== '*';
  return (
    <Panel title={say(messages.choose)}>
      <div className="yg-stack">
        <Select
          aria-label={say(messages.choose)} placeholder={say(messages.choose)} value={organisationId} onChange={setOrganisationId}
          options={[{ value: '*', label: say(messages.everyOrganisation) }, ...organisations]}
        />
        <p className="yg-quiet">{say(messages.refuseHint)}</p>
        {register.problem && <ProblemNotice problem={register.problem} />}
        <Button block disabled={organisationId === undefined} loading={register.pending} onClick={() => void decide('deny')}>{say(messages.refuse)}</Button>
        <Button block disabled={!isOne} loading={register.pending} onClick={() => void decide('permit')}>{say(messages.allow)}</Button>
        <Button block disabled={!isOne} loading={correction.pending} onClick={() => void correction.raise({ organisationId: organisationId!, about })}>{say(messages.askCorrection)}</Button>
      </div>
    </Panel>
  );
}

function Requests() {
  const say = useText();
  const format = useFormat();
  const requests = useOperation(listOwnRequests, { limit: 50 });
  return (
    <Answer query={requests}>
      {(data) => (
        <Panel title={say(messages.requests)}>
          {data.rows.length === 0 && <p className="yg-quiet">{say(messages.noRequests)}</p>}
          <ul className="yg-stack" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
            {data.rows.map((request) => (
              <li key={request.id}>
                <strong>{say(messages[request.kind])}</strong> {request.about}
                <div>{request.words}</div>
                <div className="yg-quiet">{request.answer === null ? say(messages.dueOn, { date: format.date(request.dueAt) }) : say(messages.answered, { answer: request.answer })}</div>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </Answer>
  );
}
