import { useSearchParams } from 'react-router';
import { Button } from 'antd';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Empty } from '#platform/web/layout/empty.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listAnswers, type AnswerRow } from '../contract/operations.ts';
import { AnswerShare } from './answer-share.tsx';
import { AnswerTable } from './answer-table.tsx';
import { messages } from './messages.ts';
import './regions.css';

const KINDS = ['task', 'target', 'rule'] as const;

/** Generated from the packs in force: every task, target and rule with its state, gaps included. */
export function AnswersPage() {
  const say = useText();
  const [address, setAddress] = useSearchParams();
  const state = (address.get('state') ?? undefined) as AnswerRow['state'] | undefined;
  const kind = (address.get('kind') ?? undefined) as AnswerRow['kind'] | undefined;
  const answers = useOperation(listAnswers, { ...(state ? { state } : {}), ...(kind ? { kind } : {}) }, { keepPrevious: true });
  const change = (name: string, value: string | undefined) => setAddress((former) => {
    if (value === undefined) former.delete(name);
    else former.set(name, value);
    return former;
  }, { replace: true });
  return (
    <>
      <PageHeader title={say(messages.answersTitle)} back={{ to: '/regions', label: say(messages.regions) }} actions={<Button onClick={() => window.print()}>{say({ zh: '打印', en: 'Print' })}</Button>} />
      <div className="yg-views yg-print-hidden" role="group" aria-label={say(messages.kind)}>
        {[undefined, ...KINDS].map((each) => (
          <button key={each ?? 'all'} type="button" className="yg-view" aria-pressed={kind === each} onClick={() => change('kind', each)}>{say(each ? messages[each] : messages.all)}</button>
        ))}
      </div>
      <Answer query={answers}>
        {({ regions }) => (regions.length === 0 ? <Empty title={say(messages.none)} next={say(messages.noneNext)} /> : (
          <div className="yg-stack">
            {regions.map((region) => (
              <Panel key={region.id} title={say(region.name)}>
                <AnswerShare counts={region.answers.counts} chosen={state} onChoose={(value) => change('state', value)} />
                <AnswerTable caption={say(region.name)} rows={region.answers.rows} />
              </Panel>
            ))}
          </div>
        ))}
      </Answer>
    </>
  );
}
