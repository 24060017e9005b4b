import { useEffect, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { Button } from 'antd';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { applyRegion, checkRegion, getRegion } from '../contract/operations.ts';
import { packFiles, type PackFile, type PackFinding } from '../contract/pack.ts';
import { ChangeTable } from './change-table.tsx';
import { messages } from './messages.ts';
import { useKeptTexts } from './use-kept-texts.ts';
import './regions.css';

const FILES = Object.keys(packFiles) as PackFile[];
const CHECK_AFTER_MS = 600;

/** Texts of a pack on the left, what is wrong and what would change on the right; nothing typed is lost. */
export function EditorPage() {
  const say = useText();
  const navigate = useNavigate();
  const [address] = useSearchParams();
  const from = address.get('from') ?? undefined;
  const source = useOperation(getRegion, { id: from ?? 'none' }, { enabled: from !== undefined });
  const { texts, change, drop } = useKeptTexts(from ?? 'new', source.data?.files);
  const [file, setFile] = useState<PackFile>('region');
  const area = useRef<HTMLTextAreaElement>(null);
  const settled = useSettled(texts);
  const checked = useOperation(checkRegion, { files: settled }, { keepPrevious: true, staleMs: 60_000 });
  const applying = useCommand(applyRegion);
  const apply = async () => {
    const answer = await applying.run({ files: texts });
    if (answer === undefined) return;
    drop();
    toast(say(messages.applied, { name: say(answer.name), version: answer.version }));
    void navigate(`/regions/${answer.id}`);
  };
  const goTo = (finding: PackFinding) => {
    setFile(finding.file.replace('.yaml', '') as PackFile);
    setTimeout(() => selectLine(area.current, finding.line), 0);
  };
  const ready = settled === texts && checked.data?.findings.length === 0 && checked.data.region !== null;
  return (
    <>
      <PageHeader
        title={say(messages.editorTitle)} subtitle={say(messages.editorHint)} back={{ to: '/regions', label: say(messages.regions) }}
        actions={<><Button onClick={drop}>{say(messages.discard)}</Button><Button type="primary" disabled={!ready} loading={applying.pending} onClick={() => void apply()}>{say(messages.apply)}</Button></>}
      />
      {applying.problem && <ProblemNotice problem={applying.problem} />}
      <div className="yg-views" role="group" aria-label={say(messages.file)}>
        {FILES.map((each) => (
          <button key={each} type="button" className="yg-view" aria-pressed={each === file} onClick={() => setFile(each)}>
            {each}.yaml <FaultCount count={checked.data?.findings.filter((finding) => finding.file === `${each}.yaml`).length ?? 0} />
          </button>
        ))}
      </div>
      <div className="regions-editor">
        <textarea ref={area} aria-label={`${file}.yaml`} spellCheck={false} value={texts[file] ?? ''} onChange={(event) => change(file, event.target.value)} />
        <Panel title={checked.data && checked.data.findings.length > 0 ? say(messages.findings, { count: checked.data.findings.length }) : say(messages.check)} flush>
          {checked.error && <ProblemNotice problem={checked.error} onRetry={() => void checked.refetch()} />}
          {checked.data && <Outcome checked={checked.data} onGoTo={goTo} />}
        </Panel>
      </div>
    </>
  );
}

const FaultCount = ({ count }: { count: number }) => (count === 0 ? null : <span className="yg-count yg-count-overdue">{count}</span>);

type Checked = NonNullable<ReturnType<typeof useOperation<typeof checkRegion>>['data']>;

function Outcome({ checked, onGoTo }: { checked: Checked; onGoTo: (finding: PackFinding) => void }) {
  const say = useText();
  if (checked.findings.length > 0) {
    return (
      <>
        {checked.findings.slice(0, 100).map((finding, index) => (
          <button key={index} type="button" className="regions-finding" onClick={() => onGoTo(finding)}>
            <strong>{finding.file} {say(messages.line, { line: finding.line })}</strong> {say(finding.message)}
            {finding.path && <span className="yg-quiet"> {finding.path}</span>}
          </button>
        ))}
      </>
    );
  }
  return (
    <div className="yg-panel-body">
      <p>{say(messages.noFindings)}{checked.region && ` · ${say(checked.region.name)} ${checked.region.version} · ${say(messages.tasks)} ${checked.region.tasks} · ${say(messages.targets)} ${checked.region.targets}`}</p>
      {checked.formerVersion === null ? <p className="yg-quiet">{say(messages.firstVersion)}</p> : <ChangeTable caption={say(messages.changes, { version: checked.formerVersion })} changes={checked.changes} />}
    </div>
  );
}

function selectLine(area: HTMLTextAreaElement | null, line: number): void {
  if (area === null) return;
  const lines = area.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  area.scrollTop = Math.max(0, ((line - 6) / lines.length) * area.scrollHeight);
}

/** The value once it has rested. */
function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), CHECK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
