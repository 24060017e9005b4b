import { z } from 'zod';
import { replaceInVersions } from '#fhir/repository/sealed/replace-in-versions.ts';
import { systemSubject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { startTask, taskKind, type TaskKind, type TaskStep } from '#platform/jobs/task.ts';
import { holdsIdentityNumber, maskIdentityNumbers } from '#platform/kernel/check-digits.ts';
import { stringOf } from '../rules/imaging-study.ts';
import { countStoredRows, sealStoredInstances, sealStoredStudies, type SealedTexts, type Step } from '../store/stored-numbers.ts';
import { findStudyRows } from '../store/studies.ts';
import { writeImagingStudies } from './store/announce-studies.ts';

export const NUMBERS_TASK = 'imaging.seal-numbers';
const TITLE = { zh: '加密影像中的身份号码', en: 'Seal identity numbers in images' };
/** With their series; rewritten in FHIR too. */
const STUDIES_A_STEP = 50;
const ROWS_A_STEP = 500;

const PLACES = ['studies', 'instances'] as const;
const cursorSchema = z.object({ place: z.number(), after: z.string(), sealed: z.number() });

/**
 * Seals identity numbers that an older version stored in clear, while images are stored and read: each step is a transaction with the cursor that it reached,
 * and what it has not come to yet is found as before.
 */
export const sealNumbersTask: TaskKind = taskKind({
  kind: NUMBERS_TASK,
  step: async (step) => {
    const at = step.cursor === null ? { place: 0, after: '', sealed: 0 } : cursorSchema.parse(step.cursor);
    const place = PLACES[at.place];
    if (place === undefined) return { done: step.done, result: { sealed: at.sealed } };
    const { last, looked, sealed } = place === 'studies' ? await sealStudies(step, { after: at.after, limit: STUDIES_A_STEP }) : await sealStoredInstances(step.tx, { after: at.after, limit: ROWS_A_STEP });
    const next = { ...at, sealed: at.sealed + sealed };
    return { done: step.done + looked, cursor: last === undefined ? { ...next, place: at.place + 1, after: '' } : { ...next, after: last } };
  },
});

async function sealStudies(step: TaskStep, asked: Step) {
  const looked = await sealStoredStudies(step.tx, asked);
  if (looked.sealedTexts.length > 0) await rewriteFhir(step, looked.sealedTexts);
  return looked;
}

/** The FHIR ImagingStudy told such texts too (Patient ID of a study that nobody was matched to, descriptions, accession number), and so do its former versions. */
async function rewriteFhir({ tx, now, newId }: TaskStep, sealed: readonly SealedTexts[]): Promise<void> {
  const studies = await findStudyRows(tx, [...new Set(sealed.map(({ studyUid }) => studyUid))]);
  await writeImagingStudies({ tx, subject: systemSubject, now, newId }, studies);
  const ids = new Map(studies.map(({ studyUid, fhirId }) => [studyUid, fhirId]));
  for (const { studyUid, texts } of sealed) {
    for (const text of texts.filter((each) => holdsIdentityNumber(each))) {
      await replaceInVersions(tx, { type: 'ImagingStudy', id: ids.get(studyUid)!, from: stringOf(text)!, to: maskIdentityNumbers(text) });
    }
  }
}

/** Begins it once: what is stored since is sealed as it comes. */
export async function startSealingNumbers(tx: Sql, newId: () => string): Promise<void> {
  const total = await countStoredRows(tx);
  if (total > 0) await startTask(tx, { subject: systemSubject, taskId: newId(), task: { kind: NUMBERS_TASK, title: TITLE, input: {}, total } });
}
