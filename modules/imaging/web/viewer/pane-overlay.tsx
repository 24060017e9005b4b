import { maskMiddle } from '#platform/kernel/text.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { Study } from '../../contract/schemas.ts';
import { edgeLetters, type View } from './image/geometry.ts';
import type { Slice, ViewWindow } from './image/slices.ts';
import type { PresentationState } from './presentation/read-state.ts';
import type { Viewer } from './use-viewer.ts';
import { viewerMessages as messages } from './viewer-messages.ts';

export const nameOf = ({ patientName }: Pick<Study, 'patientName'>): string => patientName.ideographic ?? patientName.alphabetic ?? '—';

const IDENTITY_CARD = /^\d{15}$|^\d{17}[\dXx]$/;
/** Some devices put the identity card into the patient's number; numbers of that form are masked like everywhere. */
const maskedId = (id: string | null): string => (id !== null && IDENTITY_CARD.test(id) ? maskMiddle(id, 6, 4) : (id ?? ''));

interface PaneOverlayProps {
  readonly at: number;
  readonly viewer: Viewer;
  readonly slice: Slice | undefined;
  readonly view: View;
  readonly state: PresentationState | undefined;
  readonly window: ViewWindow | undefined;
  readonly isPreview: boolean;
}

/** Whose picture this is, of when, which one, how it is shown, and which way it lies. */
export function PaneOverlay({ at, viewer, slice, view, state, window, isPreview }: PaneOverlayProps) {
  const say = useText();
  const pane = viewer.stage.panes[at]!;
  const owner = [viewer.detail, viewer.prior].find((each) => each?.study.studyUid === pane.studyUid);
  if (owner === undefined || pane.seriesUid === undefined) return null;
  const { study } = owner;
  const series = owner.series.find((each) => each.seriesUid === pane.seriesUid);
  const count = viewer.answers[at]?.slices?.length;
  const letters = slice && edgeLetters(slice, view);
  return (
    <div className="imaging-overlay">
      <div className="imaging-corner imaging-corner-1">
        <strong>{nameOf(study)}</strong>
        <span>{maskedId(study.patientId)}</span>
        <span>{[study.patientSex, study.patientBirthDate].filter(Boolean).join(' ')}</span>
      </div>
      <div className="imaging-corner imaging-corner-2">
        <strong>{study === viewer.detail.study ? say(messages.current) : say(messages.prior)} {[study.studyDate, study.studyTime].filter(Boolean).join(' ')}</strong>
        <span>{study.description}</span>
        <span>{[series?.modality, series?.seriesNumber, series?.description].filter((each) => each !== null && each !== undefined).join(' ')}</span>
      </div>
      <div className="imaging-corner imaging-corner-3">
        {state && <span className="imaging-presented">{say(messages.presentation)} {state.description ?? state.label}</span>}
        {isPreview && <span>{say(messages.pictureOnly)}</span>}
        {slice && slice.spacing === null && <span>{say(messages.noSpacing)}</span>}
        <span>{say(messages.slice)} {viewer.indexOf(at) + 1}/{count ?? series?.instanceCount ?? '–'}{slice?.place != null && ` · ${slice.place.toFixed(1)} mm`}</span>
      </div>
      <div className="imaging-corner imaging-corner-4">
        {window && <span data-window={`${window.centre},${window.width}`}>W {tidy(window.width)} L {tidy(window.centre)}</span>}
        <span>{Math.round(pane.view.zoom * 100)}%</span>
      </div>
      {letters && (['left', 'right', 'top', 'bottom'] as const).map((edge) => <span key={edge} className={`imaging-letter imaging-letter-${edge}`} data-edge={edge}>{letters[edge]}</span>)}
    </div>
  );
}

const tidy = (value: number): number => Math.round(value * 10) / 10;
