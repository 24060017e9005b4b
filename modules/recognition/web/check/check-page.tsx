import { useSearchParams } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { checkRecognition, type Checked } from '../../contract/decisions.ts';
import { messages } from '../messages.ts';
import { ResultLine } from './result-line.tsx';

/** `?person=&code=` (several codes are given one by one): what the order form opens before it sends. */
export function CheckPage() {
  const say = useText();
  const [address] = useSearchParams();
  const { acting } = useSession();
  const [personId, codes, organisationId] = [address.get('person') ?? '', address.getAll('code'), acting?.organisationId ?? ''];
  const isAsked = personId !== '' && codes.length > 0 && organisationId !== '';
  return (
    <>
      <PageHeader title={say(messages.check)} />
      {isAsked ? <Checks personId={personId} codes={codes} organisationId={organisationId} /> : <p className="yg-notice" role="status">{say(messages.noQuestion)}</p>}
    </>
  );
}

function Checks(question: { personId: string; codes: string[]; organisationId: string }) {
  const query = useOperation(checkRecognition, question);
  return <Answer query={query}>{({ checks }) => <div className="yg-stack">{checks.map((each) => <OneCheck key={each.code} checked={each} personId={question.personId} organisationId={question.organisationId} />)}</div>}</Answer>;
}

function OneCheck({ checked, personId, organisationId }: { checked: Checked; personId: string; organisationId: string }) {
  const say = useText();
  const { item, candidates, others } = checked;
  if (item === null) return <Panel title={checked.code}><p className="yg-quiet">{say(messages.notListed)}</p></Panel>;
  const target = { personId, organisationId, code: checked.code };
  return (
    <Panel title={say({ zh: item.name, en: item.nameEn })}>
      {candidates.length === 0 ? <p className="yg-notice" role="status">{say(messages.noResult)}</p> : <h3>{say(messages.found)}</h3>}
      {candidates.map((result) => <ResultLine key={result.reference} result={result} target={target} />)}
      {others.length > 0 && <h3>{say(messages.others)}</h3>}
      {others.map((result) => <ResultLine key={result.reference} result={result} target={target} />)}
    </Panel>
  );
}
