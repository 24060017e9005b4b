import { Button, Drawer } from 'antd';
import { DeleteOutlined } from '@ant-design/icons';
import { useText, type Say } from '#platform/web/text/messages.ts';
import type { Measurement } from './image/measure.ts';
import { resultLines } from './measurement-text.ts';
import { TOOLS } from './tools.ts';
import type { Viewer } from './use-viewer.ts';
import { viewerMessages as messages } from './viewer-messages.ts';

/** What was measured, on which image; shows and deletes it. */
export function MeasurementPanel({ viewer, open, onClose }: { viewer: Viewer; open: boolean; onClose: () => void }) {
  const say = useText();
  const { list, isKept } = viewer.measurements;
  return (
    <Drawer open={open} onClose={onClose} title={say(messages.measurements)} size={340} mask={false}>
      {list.length === 0 && <p className="yg-quiet">{say(messages.noMeasurements)}</p>}
      <ul className="imaging-measurements">
        {list.map((each) => (
          <li key={each.id}>
            <button type="button" className="yg-plain-button" onClick={() => show(viewer, each)}>
              <span className="yg-strong">{titleOf(each, say)}</span> {placeOf(viewer, each, say)}
              <span className="imaging-result">{resultLines(each.result, say).join(' · ')}</span>
            </button>
            <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={`${say(messages.remove)} ${titleOf(each, say)}`} onClick={() => viewer.measurements.remove(each.id)} />
          </li>
        ))}
      </ul>
      <p className="yg-quiet">{say(isKept ? messages.draftKept : messages.draftNotKept)}</p>
    </Drawer>
  );
}

const titleOf = ({ kind }: Measurement, say: Say): string => say(TOOLS.find(({ key }) => key === kind)!.title);

function placeOf({ answers }: Viewer, { slice, seriesUid }: Measurement, say: Say): string {
  const slices = answers.find((each) => each.slices?.[0]?.seriesUid === seriesUid)?.slices;
  const index = slices?.findIndex(({ key }) => key === slice) ?? -1;
  return index < 0 ? '' : say(messages.imageNumber, { number: index + 1 });
}

/** Goes to the image where it was measured, in the pane that shows its series. */
function show({ stage, answers, scrollTo }: Viewer, { slice, seriesUid }: Measurement): void {
  const at = stage.panes.findIndex((pane) => pane.seriesUid === seriesUid);
  const index = answers[at]?.slices?.findIndex(({ key }) => key === slice) ?? -1;
  if (index >= 0) scrollTo(at, index);
}
