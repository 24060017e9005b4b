import { useRef, useState } from 'react';
import { Button } from 'antd';
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { useParams } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { getStudy } from '../../contract.ts';
import { RefusalButton, RefusalNote } from '../refusal.tsx';
import { KeyHelp } from './key-help.tsx';
import { MeasurementPanel } from './measurement-panel.tsx';
import { nameOf } from './pane-overlay.tsx';
import { DeskPanes } from './panes.tsx';
import { SeriesStrip } from './series-strip.tsx';
import { Toolbar } from './toolbar.tsx';
import { useCine, useKeys, type ActsOf } from './use-keys.ts';
import { useNeighbours, type Neighbours } from './use-neighbours.ts';
import { useViewer, type StudyDetail } from './use-viewer.ts';
import { viewerMessages as messages } from './viewer-messages.ts';
import './viewer.css';

/** Opens in the browser at once: the middle image first, the rest while one looks. */
export function ViewerPage() {
  const { studyUid = '' } = useParams();
  const say = useText();
  // What is stored while one reads comes with the next opening; the stage must not change under the reader.
  const study = useOperation(getStudy, { id: studyUid }, { staleMs: 10 * 60_000 });
  const neighbours = useNeighbours(studyUid);
  return (
    <>
      {!study.data && <PageHeader title={say(messages.title)} back={{ to: neighbours.list, label: say(messages.backToList) }} />}
      <Answer query={study}>{(detail) => <Desk key={studyUid} detail={detail} neighbours={neighbours} onChanged={() => void study.refetch()} />}</Answer>
    </>
  );
}

function Desk({ detail, neighbours, onChanged }: { detail: StudyDetail; neighbours: Neighbours; onChanged: () => void }) {
  const say = useText();
  const viewer = useViewer(detail);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [isListOpen, setListOpen] = useState(false);
  const remembered = useRef(viewer.priorUid ?? detail.others[0]?.studyUid);
  const acts: ActsOf = {
    viewer, ...neighbours, toggleHelp: () => setHelpOpen((former) => !former),
    togglePrior: () => viewer.choosePrior(viewer.priorUid === undefined ? remembered.current : undefined),
  };
  useKeys(acts);
  useCine(viewer);
  const { study } = detail;
  const toward = (go: (() => void) | undefined) => ({ allowed: go !== undefined, ...(go ? {} : { reason: messages.noNext }) });
  return (
    <div className="imaging-desk">
      <PageHeader
        title={nameOf(study)} subtitle={[study.studyDate, study.modalities.join(' '), study.description].filter(Boolean).join(' · ')} back={{ to: neighbours.list, label: say(messages.backToList) }}
        actions={
          <>
            <RefusalButton study={study} onDone={onChanged} />
            <Button onClick={() => setListOpen(true)}>{say(messages.measurements)} {viewer.measurements.list.length || ''}</Button>
            <AbilityButton ability={toward(neighbours.toPrevious)} onClick={() => neighbours.toPrevious?.()} icon={<LeftOutlined />}>{say(messages.previous)}</AbilityButton>
            <AbilityButton ability={toward(neighbours.toNext)} onClick={() => neighbours.toNext?.()} icon={<RightOutlined />}>{say(messages.next)}</AbilityButton>
          </>
        }
      />
      <RefusalNote study={study} />
      <Toolbar {...acts} />
      <DeskPanes viewer={viewer} />
      <SeriesStrip viewer={viewer} />
      <MeasurementPanel viewer={viewer} open={isListOpen} onClose={() => setListOpen(false)} />
      <KeyHelp open={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  );
}
