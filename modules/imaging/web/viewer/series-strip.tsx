import { useState } from 'react';
import { useText } from '#platform/web/text/messages.ts';
import { seriesAddress } from './image/load-frame.ts';
import type { StudyDetail, Viewer } from './use-viewer.ts';
import { viewerMessages as messages } from './viewer-messages.ts';

/** Series of the study and of its prior; a click shows one in the pane in use. */
export function SeriesStrip({ viewer }: { viewer: Viewer }) {
  const say = useText();
  return (
    <nav className="imaging-strip yg-print-hidden" aria-label={say(messages.seriesList)}>
      <Group viewer={viewer} detail={viewer.detail} title={say(messages.current)} />
      {viewer.prior && <Group viewer={viewer} detail={viewer.prior} title={`${say(messages.prior)} ${viewer.prior.study.studyDate ?? ''}`} />}
    </nav>
  );
}

function Group({ viewer, detail, title }: { viewer: Viewer; detail: StudyDetail; title: string }) {
  const { stage, change } = viewer;
  const { studyUid } = detail.study;
  const show = (seriesUid: string): void => change({ do: 'pane', at: stage.active, pane: { studyUid, seriesUid, index: undefined, window: undefined, presentation: undefined } });
  return (
    <div className="imaging-strip-group">
      <p className="imaging-strip-title">{title}</p>
      {detail.series.map((series, index) => (
        <Thumb key={series.seriesUid} studyUid={studyUid} series={series} number={index + 1} isShown={stage.panes.some((pane) => pane.seriesUid === series.seriesUid)} onShow={() => show(series.seriesUid)} />
      ))}
    </div>
  );
}

function Thumb({ studyUid, series, number, isShown, onShow }: { studyUid: string; series: StudyDetail['series'][number]; number: number; isShown: boolean; onShow: () => void }) {
  const say = useText();
  const [isBroken, setBroken] = useState(false);
  const words = [series.modality, series.description ?? say(messages.seriesOf, { number: series.seriesNumber ?? number })].filter(Boolean).join(' ');
  return (
    <button type="button" className={isShown ? 'imaging-thumb imaging-thumb-shown' : 'imaging-thumb'} aria-pressed={isShown} onClick={onShow}>
      {isBroken ? <span className="imaging-thumb-none" aria-hidden>—</span> : <img src={`${seriesAddress(studyUid, series.seriesUid)}/thumbnail`} alt="" loading="lazy" fetchPriority="low" onError={() => setBroken(true)} />}
      <span className="imaging-thumb-words">{words}</span>
      <span className="imaging-thumb-count">{say(messages.images, { count: series.instanceCount })}</span>
    </button>
  );
}
