import { useRef } from 'react';
import { Slider } from 'antd';
import { useNarrow } from '#platform/web/layout/use-narrow.ts';
import { useRestHeight } from '#platform/web/layout/use-rest-height.ts';
import { useText } from '#platform/web/text/messages.ts';
import { Pane } from './pane.tsx';
import { paneCount } from './stage.ts';
import type { Viewer } from './use-viewer.ts';
import { viewerMessages as messages } from './viewer-messages.ts';

const STRIP_PX = 112;
const HEIGHT_MIN = 320;

/** The panes of a page of their own: as high as the window leaves. */
export function DeskPanes({ viewer }: { viewer: Viewer }) {
  const box = useRef<HTMLDivElement>(null);
  const isNarrow = useNarrow();
  const height = useRestHeight(box, { below: isNarrow ? 16 : STRIP_PX, least: HEIGHT_MIN });
  return <div ref={box} className="imaging-stage" style={{ height }}><Panes viewer={viewer} /></div>;
}

/** The panes of the layout, and the slider of the one in use. */
export function Panes({ viewer }: { viewer: Viewer }) {
  const say = useText();
  const { stage, answers, indexOf, scrollTo } = viewer;
  const count = answers[stage.active]?.slices?.length ?? 0;
  return (
    <>
      <div className={`imaging-panes imaging-panes-${stage.layout}`}>
        {Array.from({ length: paneCount(stage.layout) }, (_, at) => <Pane key={at} at={at} viewer={viewer} />)}
      </div>
      {count > 1 && (
        <div className="imaging-slider">
          <Slider vertical reverse min={1} max={count} value={indexOf(stage.active) + 1} tooltip={{ open: false }} ariaLabelForHandle={say(messages.slice)} onChange={(value) => scrollTo(stage.active, value - 1)} />
        </div>
      )}
    </>
  );
}
