import type { ResultOf } from '#platform/kernel/contract.ts';
import type { correctiveActionSchema, recordSecondReading } from '../../contract/quality.ts';
import type { Kind, Modality } from '../../contract/words.ts';
import type { CorrectiveRow, SecondReadingRow } from '../store/quality.ts';
import type { z } from 'zod';

/** Without the verdict and the name of the first reader. */
export const secondReadingOf = (row: SecondReadingRow): ResultOf<typeof recordSecondReading> => ({
  id: row.id, orderId: row.state === 'read' ? row.orderId : '', kind: row.kind as Kind, modality: row.modality as Modality, itemName: row.itemName, month: row.month, drawnAt: row.drawnAt.toISOString(), state: row.state, readByName: row.readByName,
  readAt: row.readAt?.toISOString() ?? null, grade: row.grade,
});

export const correctiveOf = (row: CorrectiveRow): z.infer<typeof correctiveActionSchema> => ({ ...row, kind: row.kind as Kind, openedAt: row.openedAt.toISOString(), doneAt: row.doneAt?.toISOString() ?? null });
