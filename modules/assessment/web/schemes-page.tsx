import { useDeferredValue, useState } from 'react';
import { Button } from 'antd';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { PanelButton } from '#platform/web/layout/panel-button.tsx';
import type { SchemeContent } from '../contract/scheme.ts';
import { adoptScheme, checkScheme, draftScheme, getScheme, listSchemes, retireScheme, schemeStates } from '../contract/schemes.ts';
import { Act, History, StateWord, useAbility } from './kit.tsx';
import { messages, scoringWords, stateWords } from './messages.ts';
import './assessment.css';

/** Versions of schemes: drafted by one person, adopted by another. */
export function SchemesPage() {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAbility();
  return (
    <>
      <PageHeader title={say(messages.schemes)} actions={<PanelButton id="draft-scheme" wide title={messages.draftScheme} ability={ability('assessment.draft-scheme')} primary>{(close) => <SchemeEditor initial="" onDone={close} />}</PanelButton>} />
      <DataTable
        name="assessment.schemes" title={say(messages.schemes)} operation={listSchemes} rowKey={({ id }) => id} rowTitle={({ title, version }) => `${say(title)} ${version}`} empty={{ title: messages.none, next: messages.noneNext }} refreshOn={['assessment']}
        onOpen={({ id, title, version }) => workspace.open({ key: `scheme:${id}`, width: 'wide', title: `${say(title)} ${version}`, content: <SchemePanel id={id} /> })}
        filters={[{ key: 'state', title: messages.state, kind: 'choice', options: schemeStates.map((state) => ({ value: state, label: stateWords[state] })) }]}
        columns={[
          { key: 'title', title: messages.title, width: 300, render: ({ title }) => say(title), value: ({ title }) => say(title) },
          { key: 'version', title: messages.version, width: 100, render: ({ version }) => version, value: ({ version }) => version },
          { key: 'state', title: messages.state, width: 120, render: ({ state }) => <StateWord state={state} />, value: ({ state }) => say(stateWords[state]) },
          { key: 'items', title: messages.item, width: 90, align: 'end', render: ({ items }) => items, value: ({ items }) => items },
          { key: 'groups', title: messages.group, width: 90, align: 'end', render: ({ groups }) => groups, value: ({ groups }) => groups, onPhone: false },
          { key: 'by', title: messages.by, width: 120, render: ({ draftedBy }) => draftedBy, value: ({ draftedBy }) => draftedBy, onPhone: false },
        ]}
      />
    </>
  );
}

function SchemePanel({ id }: { id: string }) {
  const answer = useOperation(getScheme, { id });
  const ability = useAbility();
  return (
    <Answer query={answer}>
      {({ scheme, content, text, history }) => (
        <div className="yg-stack">
          <div className="yg-row">
            <Act operation={adoptScheme} title={messages.adopt} ability={ability('assessment.adopt-scheme', scheme.state === 'draft')} inputOf={(reason) => ({ id, reason })} asksReason primary />
            <Act operation={retireScheme} title={messages.retire} ability={ability('assessment.adopt-scheme', scheme.state !== 'retired')} inputOf={(reason) => ({ id, reason })} asksReason />
            <PanelButton id={`draft-from:${id}`} wide title={messages.basedOn} ability={ability('assessment.draft-scheme')}>{(close) => <SchemeEditor initial={text} onDone={close} />}</PanelButton>
          </div>
          <SchemePreview content={content} />
          <History actions={history} />
        </div>
      )}
    </Answer>
  );
}

/** Text on the left, faults by line or the preview on the right. */
function SchemeEditor({ initial, onDone }: { initial: string; onDone: () => void }) {
  const say = useText();
  const [text, setText] = useState(initial);
  const asked = useDeferredValue(text);
  const checked = useOperation(checkScheme, { text: asked }, { enabled: asked.trim() !== '', keepPrevious: true, staleMs: 60_000 });
  const drafting = useCommand(draftScheme);
  const keep = async () => {
    if ((await drafting.run({ text })) === undefined) return;
    toast(say(messages.saved));
    onDone();
  };
  const content = asked === text ? checked.data?.content : null;
  return (
    <div className="yg-stack">
      <div className="assessment-editor">
        <textarea aria-label={say(messages.schemeText)} spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />
        <Panel level={3} title={say(content ? messages.preview : messages.check)}>
          {checked.data?.findings.map(({ line, path, message, code }, index) => <p key={`${index}`}><strong>{say(messages.line, { line })}</strong> {say(message)} <span className="yg-quiet">{path} {code}</span></p>)}
          {content && <SchemePreview content={content} />}
        </Panel>
      </div>
      {drafting.problem && <ProblemNotice problem={drafting.problem} />}
      <div className="yg-row"><Button type="primary" disabled={!content} loading={drafting.pending} onClick={() => void keep()}>{say(messages.save)}</Button></div>
    </div>
  );
}

function SchemePreview({ content }: { content: SchemeContent }) {
  const say = useText();
  return (
    <div className="yg-stack">
      <PlainTable
        caption={say(messages.item)} rows={content.items} rowKey={({ id }) => id}
        columns={[
          { key: 'id', title: messages.item, render: ({ id, title, parent }) => <span style={parent === undefined ? { fontWeight: 600 } : { paddingInlineStart: 16 }}>{id} {say(title)}</span> },
          { key: 'weight', title: messages.weight, align: 'end', render: ({ weight, watch }) => (watch ? say(messages.watch) : weight) },
          { key: 'source', title: messages.source, render: ({ source }) => (source === undefined ? '' : source.kind === 'indicator' ? source.indicator : say(messages.manual)) },
          { key: 'function', title: messages.function, render: ({ scoring }) => (scoring === undefined ? '' : say(scoringWords[scoring.kind])) },
          { key: 'groups', title: messages.group, render: ({ groups }) => groups?.join(', ') ?? say(messages.all) },
        ]}
      />
      {content.vetoes.length > 0 && <p>{say(messages.vetoes)}: {content.vetoes.map(({ title, cap }) => `${say(title)} (≤ ${cap})`).join('; ')}</p>}
      <p className="yg-quiet">{content.grades.map(({ grade, from }) => `${grade} ≥ ${from}`).join(' · ')}</p>
    </div>
  );
}
