import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { Empty } from '#platform/web/layout/empty.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { PanelButton } from '#platform/web/layout/panel-button.tsx';
import { listCharters, listSites, signCharter, type Charter } from '../../contract/charters.ts';
import { messages } from '../messages.ts';
import { useOfficeAbility } from '../use-office-ability.ts';
import { DraftCharterForm, NameSiteForm } from './charter-forms.tsx';

export function ChartersPage() {
  const say = useText();
  const ability = useOfficeAbility();
  const charters = useOperation(listCharters, {});
  const sites = useOperation(listSites, {});
  return (
    <>
      <PageHeader
        title={say(messages.charters)} subtitle={say(messages.chartersSubtitle)}
        actions={
          <>
            <PanelButton id="name-site" title={messages.nameSite} ability={ability('governance.name-site')}>{(close) => <NameSiteForm onDone={close} />}</PanelButton>
            <PanelButton id="draft-charter" title={messages.draftCharter} ability={ability('governance.draft-charter')} primary>{(close) => <DraftCharterForm onDone={close} />}</PanelButton>
          </>
        }
      />
      <div className="yg-stack">
        <Answer query={charters}>{({ rows }) => rows.length === 0 ? <Panel title={say(messages.charters)}><Empty title={say(messages.noCharters)} next={say(messages.noChartersNext)} /></Panel> : <>{rows.map((charter) => <CharterPanel key={charter.id} charter={charter} />)}</>}</Answer>
        <Answer query={sites}>
          {({ rows }) => (
            <Panel title={say(messages.sites)} flush={rows.length > 0}>
              <PlainTable
                caption={say(messages.sites)} rows={rows} rowKey={({ id }) => id} empty={{ zh: '还没有示范点', en: 'No site yet' }}
                columns={[
                  { key: 'name', title: messages.title, render: ({ name }) => name },
                  { key: 'level', title: messages.level, render: ({ level }) => say(messages[level]) },
                  { key: 'field', title: messages.field, render: ({ field }) => field },
                  { key: 'named', title: messages.namedOn, render: ({ namedOn }) => namedOn },
                  { key: 'review', title: messages.reviewDue, render: ({ reviewDue }) => reviewDue ?? '—' },
                  { key: 'evidence', title: messages.evidence, render: ({ evidence }) => evidence },
                ]}
              />
            </Panel>
          )}
        </Answer>
      </div>
    </>
  );
}

function CharterPanel({ charter }: { charter: Charter }) {
  const say = useText();
  const { may, acting } = useSession();
  const signing = useCommand(signCharter);
  const own = charter.members.find(({ organisationId }) => organisationId === acting?.organisationId);
  const mayNot = own === undefined ? { zh: '本机构不在签署名单中', en: 'Your organisation does not sign this charter' } : own.signedAt !== null ? { zh: '本机构已签署', en: 'Signed by your organisation' } : undefined;
  const ability = may('governance.sign-charter') && mayNot === undefined ? { allowed: true } : { allowed: false, reason: mayNot ?? messages.needsRole };
  const signed = charter.members.filter(({ signedAt }) => signedAt !== null).length;
  return (
    <Panel
      title={`${charter.consortiumName} · ${charter.title} · ${say(messages.version, { version: charter.version })}`}
      actions={
        <>
          <StateTag tone={charter.isInForce ? 'done' : 'waiting'} text={charter.isInForce ? say(messages.inForce) : say(messages.waiting)} />
          <span>{say(messages.signed, { signed, all: charter.members.length })}</span>
          <AbilityButton ability={ability} type="primary" loading={signing.pending} onClick={() => void signing.run({ id: charter.id, digest: charter.digest })}>{say(messages.sign)}</AbilityButton>
        </>
      }
    >
      {signing.problem && <ProblemNotice problem={signing.problem} />}
      <details><summary>{say(messages.text)}</summary><p style={{ whiteSpace: 'pre-wrap' }}>{charter.text}</p></details>
    </Panel>
  );
}
