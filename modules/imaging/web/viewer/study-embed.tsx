import { useEffect, useRef, useState } from 'react';
import { Alert } from 'antd';
import type { EmbedProps } from '#platform/web/embed/embed.tsx';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { getStudy } from '../../contract.ts';
import { KeyHelp } from './key-help.tsx';
import { Panes } from './panes.tsx';
import { SeriesStrip } from './series-strip.tsx';
import { Toolbar } from './toolbar.tsx';
import { useCine, useKeys, type ActsOf } from './use-keys.ts';
import { useViewer, type StudyDetail } from './use-viewer.ts';
import { viewerMessages as messages } from './viewer-messages.ts';
import './viewer.css';

/** The viewer inside another room's page: the study, with `besideId` or its own prior beside it. */
export function StudyEmbed({ id, besideId, personId }: EmbedProps) {
  const study = useOperation(getStudy, { id }, { staleMs: 10 * 60_000 });
  return <Answer query={study}>{(detail) => <EmbeddedViewer key={id} detail={detail} besideId={besideId} personId={personId} />}</Answer>;
}

function EmbeddedViewer({ detail, besideId, personId }: { detail: StudyDetail; besideId: string | undefined; personId: string | undefined }) {
  const viewer = useViewer(detail);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const remembered = useRef(viewer.priorUid ?? detail.others[0]?.studyUid);
  const choose = useRef(viewer.choosePrior);
  choose.current = viewer.choosePrior;
  useEffect(() => {
    if (besideId !== undefined) choose.current(besideId);
  }, [besideId]);
  const acts: ActsOf = {
    viewer, toNext: undefined, toPrevious: undefined, toggleHelp: () => setHelpOpen((former) => !former),
    togglePrior: () => viewer.choosePrior(viewer.priorUid === undefined ? remembered.current : undefined),
  };
  useKeys(acts);
  useCine(viewer);
  return (
    <div className="imaging-desk imaging-embedded">
      {personId !== undefined && <Belonging personId={personId} shown={detail.study.personId} />}
      <Toolbar {...acts} />
      <div className="imaging-stage imaging-stage-embedded"><Panes viewer={viewer} /></div>
      <SeriesStrip viewer={viewer} />
      <KeyHelp open={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  );
}

/** Pictures of somebody else must not be read for this person. */
function Belonging({ personId, shown }: { personId: string; shown: string | null }) {
  const say = useText();
  if (shown === personId) return null;
  return <Alert type={shown === null ? 'warning' : 'error'} showIcon title={say(shown === null ? messages.nobodys : messages.somebodyElses)} />;
}
