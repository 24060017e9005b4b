import { countNumbersTried } from '#platform/access/number-trials.ts';
import { sightOf } from '#platform/access/sight.ts';
import type { AuditEntry } from '#platform/audit/audit.ts';
import { entriesOfList } from '#platform/audit/listed-persons.ts';
import type { DicomJson, JsonElement } from '#platform/dicom/dicom-json.ts';
import { vrOf } from '#platform/dicom/dictionary.ts';
import type { Page } from '#platform/kernel/contract.ts';
import { openMetadata, openSeries, openStudies, type OpenSeries, type OpenStudy } from '../../store/open-numbers.ts';
import { listInstanceRows, listSeriesRows, listStudyRows, STUDY_SCOPE, type Asked, type InstanceRow } from '../../store/studies.ts';
import { requireUse, type Dicomweb } from './access.ts';
import { chooseType } from './accept.ts';
import { addressed } from './metadata.ts';
import { parseSearch, type Level, type Search } from './qido-filters.ts';

const JSON_TYPES = ['application/dicom+json', 'application/json'] as const;
/** PS3.18 tables 10.6.3-3 to 10.6.3-5, without what is counted here. */
const DEFAULTS: Readonly<Record<Level, readonly string[]>> = {
  study: ['00080005', '00080020', '00080030', '00080050', '00080090', '00080201', '00081030', '00100010', '00100020', '00100030', '00100040', '0020000D', '00200010'],
  series: ['00080005', '00080060', '00080201', '0008103E', '00180015', '0020000E', '00200011', '00400244', '00400245', '00400275'],
  instance: ['00080005', '00080016', '00080018', '00080201', '00200013', '00280008', '00280010', '00280011', '00280100'],
};
/** Left out where unknown, because no object of the level must have it. */
const OPTIONAL = new Set(['00080005', '00080201', '00081030', '0008103E', '00180015', '00400244', '00400245', '00400275', '00280008', '00280010', '00280011', '00280100']);

/** Finds studies, series or instances below the address (PS3.18 §10.6). 204 where nothing is found. */
export async function searchArchive(dicomweb: Dicomweb, level: Level, address: { study?: string; series?: string }): Promise<unknown> {
  requireUse(dicomweb, 'read');
  const { request, reply, gate, subject, audit } = dicomweb;
  const type = chooseType(request, JSON_TYPES);
  const search = await parseSearch(dicomweb.archive.database, request.query as Record<string, unknown>, level);
  const filters = [
    ...(address.study === undefined ? [] : [{ text: 'study.study_uid = ?', values: [address.study] }]),
    ...(address.series === undefined ? [] : [{ text: 'series.series_uid = ?', values: [address.series] }]),
    ...search.filters,
  ];
  const asked: Asked = { scope: gate.scope(STUDY_SCOPE), filters, limit: Math.max(1, search.limit), offset: search.offset };
  const found = await countNumbersTried(subject, search.tried);
  const { answers, persons, total } = await findAt(dicomweb, level, { asked, search, isWide: address.study === undefined });
  if (total > 0) found();
  const rows = search.limit === 0 ? [] : answers;
  const entry: AuditEntry = { action: 'imaging.search', outcome: 'success', resource: address.study === undefined ? null : `ImagingStudy/${address.study}`, purpose: subject.purpose ?? null, detail: { level, found: rows.length } };
  await Promise.all(entriesOfList(entry, search.limit === 0 ? [] : persons).map((each) => audit(subject, each)));
  void reply.header('x-total-count', String(total)).header('cache-control', 'no-store');
  const warnings = [
    ...(search.offset + rows.length < total ? [`${total} match; these are ${rows.length} of them`] : []),
    ...(search.passesOverSealed ? ['A Patient ID that is an identity number is found by the whole number alone'] : []),
  ];
  if (warnings.length > 0) void reply.header('warning', warnings.map((each) => `299 ${request.host} "${each}"`));
  if (rows.length === 0) return reply.code(204).send();
  return reply.type(`${type}; charset=utf-8`).send(JSON.stringify(rows));
}

interface Wanted {
  readonly asked: Asked;
  readonly search: Search;
  /** Searched across studies: each answer says of which study it is. */
  readonly isWide: boolean;
}

interface Answered {
  readonly answers: DicomJson[];
  /** Whose studies they are of, for the trail. */
  readonly persons: readonly (string | null)[];
  readonly total: number;
}

async function findAt({ archive, base, subject, work }: Dicomweb, level: Level, { asked, search, isWide }: Wanted): Promise<Answered> {
  const sql = archive.database.sighted(sightOf(subject)).during(work);
  const answered = ({ rows, total }: Page<{ readonly personId: string | null }>, answers: DicomJson[]): Answered => ({ total, persons: rows.map(({ personId }) => personId), answers });
  if (level === 'study') {
    const page = await listStudyRows(sql, asked);
    return answered(page, (await openStudies(sql, subject, page.rows)).map((row) => studyAnswer(row, search, base)));
  }
  if (level === 'series') {
    const page = await listSeriesRows(sql, asked);
    return answered(page, (await openSeries(sql, subject, page.rows)).map((row) => seriesAnswer(row, { search, base, isWide })));
  }
  const page = await listInstanceRows(sql, asked);
  const texts = await openMetadata(sql, subject, page.rows);
  return answered(page, page.rows.map((row, at) => instanceAnswer(row, texts[at]!, { search, base, isWide })));
}

const text = (vr: string, ...values: unknown[]): JsonElement => (values.length === 0 ? { vr } : { vr, Value: values });

function studyAnswer(row: OpenStudy, search: Pick<Search, 'includes'>, base: string): DicomJson {
  return sorted({
    ...chosen(row.attributes, 'study', search),
    '00080056': text('CS', 'ONLINE'),
    '00080061': text('CS', ...row.modalities),
    '00081190': text('UR', `${base}/studies/${row.studyUid}`),
    '00201206': text('IS', row.seriesCount),
    '00201208': text('IS', row.instanceCount),
  });
}

function seriesAnswer(row: OpenSeries, { search, base, isWide }: { search: Search; base: string; isWide: boolean }): DicomJson {
  return sorted({
    ...(isWide ? chosen(row.studyAttributes, 'study', search) : named(row.studyAttributes, search)),
    ...chosen(row.attributes, 'series', search),
    '0020000D': text('UI', row.studyUid),
    '00081190': text('UR', `${base}/studies/${row.studyUid}/series/${row.seriesUid}`),
    '00201209': text('IS', row.instanceCount),
  });
}

function instanceAnswer(row: InstanceRow, metadataText: string, { search, base, isWide }: { search: Search; base: string; isWide: boolean }): DicomJson {
  const metadata = JSON.parse(addressed(metadataText, row, base)) as DicomJson;
  const upper = isWide ? { ...chosen(metadata, 'study', search), ...chosen(metadata, 'series', search) } : {};
  return sorted({
    ...upper,
    ...chosen(metadata, 'instance', search),
    '0020000D': text('UI', row.studyUid),
    '0020000E': text('UI', row.seriesUid),
    '00080056': text('CS', 'ONLINE'),
    '00081190': text('UR', `${base}/studies/${row.studyUid}/series/${row.seriesUid}/instances/${row.sopUid}`),
  });
}

/** The attributes of a level that are always told, and those asked for. */
function chosen(json: DicomJson, level: Level, { includes }: Pick<Search, 'includes'>): DicomJson {
  if (includes === 'all') return { ...Object.fromEntries(DEFAULTS[level].filter((tag) => !OPTIONAL.has(tag)).map((tag) => [tag, { vr: vrOf(tag) }])), ...json };
  const tags = DEFAULTS[level].flatMap((tag): [string, JsonElement][] => {
    const found = json[tag];
    return found !== undefined ? [[tag, found]] : OPTIONAL.has(tag) ? [] : [[tag, { vr: vrOf(tag) }]];
  });
  return { ...Object.fromEntries(tags), ...named(json, { includes }) };
}

const named = (json: DicomJson, { includes }: Pick<Search, 'includes'>): DicomJson =>
  includes === 'all' ? json : Object.fromEntries(includes.flatMap((tag) => (json[tag] === undefined ? [] : [[tag, json[tag]]])));

const sorted = (json: DicomJson): DicomJson => Object.fromEntries(Object.entries(json).sort(([left], [right]) => (left < right ? -1 : 1)));
