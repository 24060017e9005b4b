import { useText } from '#platform/web/text/messages.ts';
import { LEVELS, type Level } from '../../contract/words.ts';
import { LevelMark } from '../level-mark.tsx';
import { mapMessages } from './messages.ts';

interface MapLegendProps {
  readonly levels: readonly Level[];
  readonly hidden: ReadonlySet<Level>;
  readonly onToggle: (level: Level) => void;
}

/** What shapes and shades mean; a level's entry also hides it. */
export function MapLegend({ levels, hidden, onToggle }: MapLegendProps) {
  const say = useText();
  return (
    <div className="consortium-legend" role="group" aria-label={say(mapMessages.legend)}>
      <span className="yg-row" role="group" aria-label={say(mapMessages.showLevels)}>
        {levels.map((level) => (
          <button key={level} type="button" className="consortium-legend-level" aria-pressed={!hidden.has(level)} onClick={() => onToggle(level)}>
            <LevelMark level={level} /> {say(LEVELS[level])}
          </button>
        ))}
      </span>
      <Shade state="covered" text={say(mapMessages.oneGrid)} />
      <Shade state="uncovered" text={say(mapMessages.uncovered)} />
      <Shade state="overlapping" text={say(mapMessages.overlapping)} />
      <span className="yg-row"><svg width="22" height="14" aria-hidden><path d="M1,7 H21" className="consortium-map-border" /></svg>{say(mapMessages.gridBorder)}</span>
      <span className="yg-row">
        <svg width="14" height="14" viewBox="-3 -7 14 14" aria-hidden><path d="M0,-5 L9,0 L0,5 Z" className="consortium-outward" /></svg>{say(mapMessages.outside)}
      </span>
    </div>
  );
}

function Shade({ state, text }: { state: string; text: string }) {
  return <span className="yg-row"><svg width="22" height="14" aria-hidden><rect width="22" height="14" className={`consortium-area consortium-area-${state}`} /></svg>{text}</span>;
}
