import { useQuery } from '@tanstack/react-query';
import type { DicomJson } from '../image/dicom-json.ts';
import { ask, seriesAddress } from '../image/load-frame.ts';
import { textIn } from '../image/slices.ts';
import { base64 } from '../image/tables.ts';
import { isState, readState, type PresentationState } from './read-state.ts';

const SERIES_MAX = 100;
const PARALLEL_MAX = 4;
const KEPT_MS = 30 * 60_000;
const JSON_TYPE = 'application/dicom+json';
const TABLE_DATA = '00283006';

export const statesKey = (studyUid: string): readonly string[] => ['dicom-web', 'states', studyUid];

/** Every presentation state of the study, the newest first. */
export function useStates(studyUid: string, isAsked: boolean): readonly PresentationState[] {
  const { data = [] } = useQuery({ queryKey: statesKey(studyUid), queryFn: ({ signal }) => loadStates(studyUid, signal), enabled: isAsked, staleTime: KEPT_MS, retry: false });
  return data;
}

async function loadStates(studyUid: string, signal: AbortSignal): Promise<PresentationState[]> {
  const found = (await (await ask(`/dicom-web/studies/${studyUid}/series?Modality=PR&limit=${SERIES_MAX}`, JSON_TYPE, signal)).json()) as DicomJson[];
  const seriesUids = found.flatMap((each) => textIn(each, '0020000E') ?? []);
  const objects: DicomJson[] = [];
  for (let from = 0; from < seriesUids.length; from += PARALLEL_MAX) {
    const loaded = await Promise.all(seriesUids.slice(from, from + PARALLEL_MAX).map(async (uid) => (await (await ask(`${seriesAddress(studyUid, uid)}/metadata`, JSON_TYPE, signal)).json()) as DicomJson[]));
    objects.push(...loaded.flat().filter(isState));
  }
  const load = async (place: string): Promise<ArrayBuffer> => (await ask(new URL(place).pathname, 'application/octet-stream', signal)).arrayBuffer();
  const states = (await Promise.all(objects.map((each) => withTableData(each, load)))).map(readState);
  return states.sort((one, other) => other.made.localeCompare(one.made));
}

/** Long look-up tables stand beside the object, at any depth: they are fetched and put in. */
async function withTableData(json: DicomJson, load: (place: string) => Promise<ArrayBuffer>): Promise<DicomJson> {
  const entries = await Promise.all(Object.entries(json).map(async ([tag, element]) => {
    if (tag === TABLE_DATA && element.BulkDataURI !== undefined) return [tag, { vr: 'OW', InlineBinary: base64(new Uint8Array(await load(element.BulkDataURI))) }] as const;
    if (element.vr !== 'SQ' || element.Value === undefined) return [tag, element] as const;
    return [tag, { ...element, Value: await Promise.all(element.Value.map((item) => withTableData(item as DicomJson, load))) }] as const;
  }));
  return Object.fromEntries(entries);
}
