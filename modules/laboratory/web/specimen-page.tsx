import { Button, Select } from 'antd';
import { Fragment, useState } from 'react';
import { useParams } from 'react-router';
import { Code128 } from '#platform/web/code/code-128.tsx';
import { QrCode } from '#platform/web/code/qr-code.tsx';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { getSpecimen, moveSpecimen, type SpecimenDetail } from '../contract/specimens.ts';
import { actionParty, handActions, specimenTable } from '../contract/states.ts';
import { ACTIONS, messages, REASONS } from './messages.ts';
import { PathologyPanels } from './pathology-panels.tsx';
import { ResultsPanel } from './results-panel.tsx';
import { SpecimenTag } from './shown.tsx';

/** Where the sample is, where it was, what comes next and what came of it. */
export function SpecimenPage() {
  const say = useText();
  const { id = '' } = useParams();
  const specimen = useOperation(getSpecimen, { id });
  return (
    <Answer query={specimen}>
      {(data) => (
        <>
          <PageHeader title={`${data.kind} · ${data.personName}`} subtitle={<span className="yg-number">{data.tubeCode}</span>} back={data.part === 'pathology' ? { to: '/laboratory/pathology', label: say(messages.pathology) } : { to: '/laboratory/specimens', label: say(messages.specimens) }} />
          <div className="yg-stack">
            <ActPanel specimen={data} />
            <Timeline specimen={data} />
            {data.part === 'pathology' ? <PathologyPanels specimen={data} /> : <ResultsPanel specimen={data} />}
            <Panel title={say(messages.label)} actions={<Button size="small" onClick={() => window.print()}>{say(messages.print)}</Button>}>
              <div className="yg-row laboratory-label"><Code128 content={data.tubeCode} label={`Code 128 ${data.tubeCode}`} /><QrCode content={data.tubeCode} label={data.tubeCode} size={96} /><div><strong className="yg-number">{data.tubeCode}</strong><br />{data.personName} · {data.kind}</div></div>
            </Panel>
          </div>
        </>
      )}
    </Answer>
  );
}

function ActPanel({ specimen }: { specimen: SpecimenDetail }) {
  const say = useText();
  const [reason, setReason] = useState<keyof typeof REASONS & string>();
  const { acting } = useSession();
  const move = useCommand(moveSpecimen);
  // Onward first; sending it back stands last, beside its reason.
  const possible = handActions.filter((action) => specimenTable[specimen.state][action] !== undefined).toSorted((one, other) => Number(one === 'reject') - Number(other === 'reject'));
  const own = { site: specimen.organisationId, laboratory: specimen.laboratoryOrganisationId };
  const abilityOf = (action: (typeof possible)[number]) =>
    acting?.organisationId !== own[actionParty[action]] ? { allowed: false, reason: messages[actionParty[action] === 'site' ? 'ofSite' : 'ofLaboratory'] } : action === 'reject' && reason === undefined ? { allowed: false, reason: messages.reasonFirst } : { allowed: true };
  return (
    <Panel title={say(messages.acts)}>
      <div className="yg-row">
        <SpecimenTag state={specimen.state} /> <TimeAgo at={specimen.since} />
        {possible.map((action, index) => (
          <Fragment key={action}>
            {action === 'reject' && acting?.organisationId === own.laboratory && <Select aria-label={say(messages.reason)} placeholder={say(messages.reason)} style={{ minWidth: 140 }} value={reason ?? null} onChange={(value) => setReason(value ?? undefined)} options={Object.entries(REASONS).map(([value, label]) => ({ value, label: say(label) }))} />}
            <AbilityButton ability={abilityOf(action)} type={index === 0 && action !== 'reject' ? 'primary' : 'default'} loading={move.pending} onClick={() => void move.run({ id: specimen.id, action, ...(action === 'reject' ? { reason: reason as never } : {}) })}>{say(ACTIONS[action]!)}</AbilityButton>
          </Fragment>
        ))}
      </div>
      {move.problem && <ProblemNotice problem={move.problem} />}
    </Panel>
  );
}

function Timeline({ specimen: { steps, box } }: { specimen: SpecimenDetail }) {
  const say = useText();
  return (
    <Panel title={say(messages.where)}>
      <ol>{steps.map((step, index) => <li key={`${step.at} ${index}`}><strong>{say(ACTIONS[step.action] ?? { zh: step.action, en: step.action })}</strong> · <TimeAgo at={step.at} /> · {step.byName}{step.note && <> · {REASONS[step.note] ? say(REASONS[step.note]!) : step.note}</>}</li>)}</ol>
      {box && <Facts columns={3} items={[{ label: say(messages.box), value: box.code }, { label: say(messages.courier), value: box.courier }, { label: say(messages.road), value: box.lowest === null ? null : `${box.lowest} – ${box.highest} ℃ · ${box.alarms > 0 ? say(messages.alarms, { count: box.alarms }) : say(messages.noAlarm)}` }]} />}
    </Panel>
  );
}
