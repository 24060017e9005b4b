import { Radio } from 'antd';
import { useId, useState } from 'react';
import { useOperation } from '#platform/web/client/hooks.ts';
import { ListedSelect } from '#platform/web/form/listed-field.tsx';
import { HalfWidthInput } from '#platform/web/form/fields.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { StateTag, type Tone } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { judgeDisease, type DiseaseVerdict } from '../../contract/diseases.ts';
import { DIRECTIONS, icd10Schema, type Direction } from '../../contract/words.ts';
import { activeOrganisations } from '../../contract/organisation-choices.ts';
import { choicesOf } from '../words.ts';
import { JudgementTag } from './judgement-tag.tsx';
import { diseaseMessages } from './messages.ts';

const TONES: Readonly<Record<DiseaseVerdict['verdict'], Tone>> = { supported: 'done', 'advised-against': 'due', 'not-listed': 'neutral' };

/** The verdict a referral would get, while one types. */
export function Tester() {
  const say = useText();
  const id = useId();
  const own = useSession().acting?.organisationId;
  const [organisationId, setOrganisationId] = useState<string | undefined>(own);
  const [direction, setDirection] = useState<Direction>('up');
  const [typed, setTyped] = useState('');
  const code = icd10Schema.safeParse(typed);
  return (
    <Panel title={say(diseaseMessages.tester)}>
      <div className="yg-stack consortium-tester">
        <p className="yg-quiet">{say(diseaseMessages.testerHint)}</p>
        <div>
          <span className="consortium-label">{say(diseaseMessages.whose)}</span>
          <ListedSelect source={activeOrganisations} label={say(diseaseMessages.whose)} value={organisationId} onChange={setOrganisationId} />
        </div>
        <div role="group" aria-label={say(diseaseMessages.direction)}>
          <span className="consortium-label">{say(diseaseMessages.direction)}</span>
          <Radio.Group options={choicesOf(DIRECTIONS, say)} value={direction} onChange={(event) => setDirection(event.target.value as Direction)} />
        </div>
        <div>
          <label className="consortium-label" htmlFor={id}>{say(diseaseMessages.code)}</label>
          <HalfWidthInput id={id} upperCase value={typed} onChange={setTyped} placeholder="I10, E11.9" maxLength={24} autoComplete="off" spellCheck={false} className="yg-code" aria-invalid={typed !== '' && !code.success} />
        </div>
        <div aria-live="polite">
          {typed === '' && <p className="yg-quiet">{say(diseaseMessages.typeCode)}</p>}
          {typed !== '' && !code.success && <p className="yg-form-faults">{say(diseaseMessages.codeFault)}</p>}
          {code.success && organisationId === undefined && <p className="yg-form-faults">{say(diseaseMessages.chooseOrganisation)}</p>}
          {code.success && organisationId !== undefined && <Verdict organisationId={organisationId} icd10={code.data} direction={direction} />}
        </div>
      </div>
    </Panel>
  );
}

function Verdict(question: { organisationId: string; icd10: string; direction: Direction }) {
  const say = useText();
  const answer = useOperation(judgeDisease, question, { keepPrevious: true });
  return (
    <Answer query={answer} rows={2}>
      {(verdict) => (
        <div className="yg-stack consortium-verdict">
          <div className="yg-row">
            <StateTag tone={TONES[verdict.verdict]} text={say(diseaseMessages[verdict.verdict])} />
            {verdict.judgement && <JudgementTag judgement={verdict.judgement} />}
            {verdict.suggestedDays !== null && <span>{say(diseaseMessages.suggested, { days: verdict.suggestedDays })}</span>}
          </div>
          <p>{say(verdict.reason)}</p>
        </div>
      )}
    </Answer>
  );
}
