import { useQueries } from '@tanstack/react-query';
import { ask, seriesAddress } from './image/load-frame.ts';
import type { DicomJson } from './image/dicom-json.ts';
import { slicesOf, type Slice } from './image/slices.ts';
import { withTables } from './image/tables.ts';
import type { PaneState } from './stage.ts';

export interface SeriesAnswer {
  readonly slices: readonly Slice[] | undefined;
  readonly error: Error | null;
}

/** Described once while the page is open: what is stored does not change. */
const KEPT_MS = 30 * 60_000;

async function loadSlices(studyUid: string, seriesUid: string, signal: AbortSignal): Promise<Slice[]> {
  const answer = await ask(`${seriesAddress(studyUid, seriesUid)}/metadata`, 'application/dicom+json', signal);
  const load = async (place: string): Promise<ArrayBuffer> => (await ask(new URL(place).pathname, 'application/octet-stream', signal)).arrayBuffer();
  return slicesOf(await withTables((await answer.json()) as DicomJson[], load));
}

/** Slices of the series in each pane, in the order of the panes. */
export function useSeries(panes: readonly PaneState[]): readonly SeriesAnswer[] {
  return useQueries({
    queries: panes.map(({ studyUid, seriesUid }) => ({
      queryKey: ['dicom-web', studyUid ?? '', seriesUid ?? ''],
      queryFn: ({ signal }: { signal: AbortSignal }) => loadSlices(studyUid!, seriesUid!, signal),
      enabled: studyUid !== undefined && seriesUid !== undefined,
      staleTime: KEPT_MS,
      retry: false,
    })),
  }).map(({ data, error }) => ({ slices: data, error }));
}
