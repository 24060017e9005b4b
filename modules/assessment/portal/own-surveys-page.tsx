import { useState } from 'react';
import { Button } from 'antd';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listOwnSurveys, refuseOwnSurveys, takeOwnSurveyCode } from '../contract/surveys.ts';
import { AnswerByCode } from '../web/surveys/answer-by-code.tsx';
import { words } from './words.ts';

/** What a resident is invited to; the answer itself goes without the account. */
export function OwnSurveysPage() {
  const say = useText();
  const own = useOperation(listOwnSurveys, {});
  const taking = useCommand(takeOwnSurveyCode);
  const refusing = useCommand(refuseOwnSurveys);
  const [code, setCode] = useState<string>();
  const take = async (id: string) => setCode((await taking.run({ id }))?.code);
  return (
    <>
      <PageHeader title={say(words.own)} />
      <div className="yg-stack">
        {taking.problem && <ProblemNotice problem={taking.problem} />}
        {code !== undefined && <Panel title={say(words.entry)}><AnswerByCode key={code} given={code} onDone={() => setCode(undefined)} /></Panel>}
        <Answer query={own}>
          {({ rows, refuses }) => (
            <>
              <Panel title={say(words.own)}>
                {rows.length === 0 && <p className="yg-quiet">{say(words.noOwn)}</p>}
                {rows.map(({ id, title, organisationName }) => <p key={id} className="yg-row yg-row-spread"><span><strong>{title}</strong> {organisationName}</span><Button loading={taking.pending} onClick={() => void take(id)}>{say(words.fill)}</Button></p>)}
              </Panel>
              {code === undefined && <Panel title={say(words.code)}><AnswerByCode /></Panel>}
              <Panel title={say(words.wish)}>
                {refuses && <p>{say(words.stopped)}</p>}
                {refusing.problem && <ProblemNotice problem={refusing.problem} />}
                <Button loading={refusing.pending} onClick={() => void refusing.run({ refuses: !refuses })}>{say(refuses ? words.again : words.stop)}</Button>
              </Panel>
            </>
          )}
        </Answer>
      </div>
    </>
  );
}
