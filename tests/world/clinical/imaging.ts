import type { DiagnosticReport, ImagingStudy } from '#fhir/types/resources.gen.ts';
import type { WorldOrganisation } from '../plan/types.ts';
import { DICOM, hl7Code, referenceTo } from './codes.ts';
import type { Occasion } from './observations.ts';
import { doctorAt, keep, patientOf, practitionerOf, providerOf, type PersonContext } from './person-context.ts';

export interface Examination {
  readonly modality: 'CT' | 'DX' | 'US' | 'MR';
  readonly part: string;
  readonly conclusion: string;
  /** The centre that reads the images; may differ from where they were taken. */
  readonly readBy: WorldOrganisation;
}

const NAMES = { CT: 'CT平扫', DX: 'X线摄影', US: '超声检查', MR: '磁共振平扫' } as const;
const INSTANCES = { CT: 120, DX: 2, US: 14, MR: 160 } as const;

/** A DICOM UID from a UUID: root 2.25 and the number in decimal (DICOM PS3.5 B.2). */
const uidOf = (uuid: string): string => `2.25.${BigInt(`0x${uuid.replaceAll('-', '')}`)}`;

/** The images stay in the archive: the study names them by UID; the report belongs to the centre that wrote it. */
export function examine(person: PersonContext, occasion: Occasion, examination: Examination): void {
  const [studyId, seriesId, reportId] = [person.ids.newId(), person.ids.newId(), person.ids.newId()];
  const encounter = occasion.encounter === undefined ? {} : { encounter: referenceTo('Encounter', occasion.encounter.id) };
  const title = `${examination.part}${NAMES[examination.modality]}`;
  const instances = INSTANCES[examination.modality];
  const study: ImagingStudy & { id: string } = {
    resourceType: 'ImagingStudy',
    id: studyId,
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${uidOf(studyId)}` }],
    status: 'available',
    modality: [{ system: DICOM, code: examination.modality }],
    subject: patientOf(person),
    ...encounter,
    started: occasion.at,
    numberOfSeries: 1,
    numberOfInstances: instances,
    description: title,
    series: [{ uid: uidOf(seriesId), modality: { system: DICOM, code: examination.modality }, numberOfInstances: instances, bodySite: { display: examination.part } }],
  };
  const reader = doctorAt(person, examination.readBy);
  const report: DiagnosticReport & { id: string } = {
    resourceType: 'DiagnosticReport',
    id: reportId,
    status: 'final',
    category: [hl7Code('v2-0074', 'RAD')],
    code: { text: `${title}报告` },
    subject: patientOf(person),
    ...encounter,
    effectiveDateTime: occasion.at,
    issued: occasion.at,
    performer: [providerOf(examination.readBy)],
    ...(reader === undefined ? {} : { resultsInterpreter: [practitionerOf(reader)] }),
    imagingStudy: [referenceTo('ImagingStudy', studyId)],
    conclusion: examination.conclusion,
  };
  keep(person, occasion.organisation, study);
  keep(person, examination.readBy, report);
}
