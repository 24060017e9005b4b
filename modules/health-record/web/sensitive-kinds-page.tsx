import { Button } from 'antd';
import { useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { listSensitiveKinds, listSensitiveKindVersions, type SensitiveKindView } from '../contract/sensitive-kinds.ts';
import { ReclassificationPanel } from './reclassification-panel.tsx';
import { ChangeSensitiveKindForm } from './change-sensitive-kind-form.tsx';
import { messages } from './sensitive-kinds-messages.ts';
import './health-record.css';

/** Kinds of diagnoses that are masked by default: who changed what, and how far the marking has come. */
export function SensitiveKindsPage() {
  const say = useText();
  const may = useMay('health-record.change-sensitive-kind');
  const open = useOpenForm();
  const kinds = useOperation(listSensitiveKinds, {});
  return (
    <>
      <PageHeader title={say(messages.title)} subtitle={say(messages.why)} actions={may && <Button type="primary" onClick={() => open()}>{say(messages.add)}</Button>} />
      <div className="yg-stack">
        <Answer query={kinds}>
          {(data) => (
            <>
              {data.reclassification !== null && <ReclassificationPanel progress={data.reclassification} />}
              {data.rows.map((kind) => <KindPanel key={kind.category} kind={kind} />)}
            </>
          )}
        </Answer>
      </div>
    </>
  );
}

function useOpenForm() {
  const say = useText();
  const workspace = useWorkspace();
  return (kind?: SensitiveKindView) => {
    const key = `sensitive-kind:${kind?.category ?? ''}`;
    workspace.open({ key, title: kind === undefined ? say(messages.add) : `${say(messages.change)} · ${say({ zh: kind.titleZh, en: kind.titleEn })}`, content: <ChangeSensitiveKindForm kind={kind} onDone={() => workspace.close(key)} /> });
  };
}

function KindPanel({ kind }: { kind: SensitiveKindView }) {
  const say = useText();
  const workspace = useWorkspace();
  const may = useMay('health-record.change-sensitive-kind');
  const open = useOpenForm();
  const title = say({ zh: kind.titleZh, en: kind.titleEn });
  const key = `sensitive-kind-versions:${kind.category}`;
  return (
    <Panel
      title={title}
      actions={(
        <span className="yg-row">
          <StateTag tone={kind.isActive ? 'done' : 'neutral'} text={say(kind.isActive ? messages.active : messages.inactive)} />
          <Button size="small" onClick={() => workspace.open({ key, title: `${title} · ${say(messages.versions)}`, content: <Versions category={kind.category} /> })}>{say(messages.versions)}</Button>
          {may && <Button size="small" onClick={() => open(kind)}>{say(messages.change)}</Button>}
        </span>
      )}
    >
      <VersionFacts kind={kind} />
    </Panel>
  );
}

function VersionFacts({ kind }: { kind: SensitiveKindView }) {
  const say = useText();
  const format = useFormat();
  const isDelivered = kind.byName === 'system';
  return (
    <>
      <div>{kind.codes.map(({ prefix }) => prefix).join('　')}</div>
      <div className="yg-quiet">
        {say(messages.versionBy, { version: kind.version, who: isDelivered ? say(messages.system) : kind.byName, date: format.dateTime(kind.at) })}
        {' · '}{isDelivered ? say(messages.delivered) : kind.reason}
      </div>
    </>
  );
}

function Versions({ category }: { category: string }) {
  const say = useText();
  const versions = useOperation(listSensitiveKindVersions, { category });
  return (
    <Answer query={versions}>
      {({ rows }) => (
        <ul className="health-record-queue">
          {rows.map((row) => (
            <li key={row.version}>
              <StateTag tone={row.isActive ? 'done' : 'neutral'} text={say(row.isActive ? messages.active : messages.inactive)} />
              <VersionFacts kind={row} />
            </li>
          ))}
        </ul>
      )}
    </Answer>
  );
}
