import { z } from 'zod';
import { command, query } from '#platform/kernel/contract.ts';
import { idSchema, specimenDetailSchema } from './specimens.ts';

/** A request holds 2 MB. */
const BASE64_MAX = 1_900_000;
const fileSchema = z.object({ fileName: z.string(), mediaType: z.string(), contentBase64: z.string() });

export const addPicture = command({
  name: 'addPicture', path: '/laboratory/specimens/{id}/pictures', permission: 'laboratory.analyse', event: 'laboratory.picture-added', summary: { zh: '添加病理图片', en: 'Add a picture of the specimen or a slide' },
  input: z.object({ id: idSchema, kind: z.enum(['gross', 'slide']), pieceId: idSchema.nullish(), caption: z.string().trim().min(1).max(200), base64: z.base64().min(16).max(BASE64_MAX, '图片过大，请缩小后再传 | The picture is too large; make it smaller') }),
  output: specimenDetailSchema,
});
/** It stays in the file and leaves the report. */
export const withdrawPicture = command({
  name: 'withdrawPicture', path: '/laboratory/specimens/{id}/pictures/{pictureId}/withdraw', permission: 'laboratory.analyse', event: 'laboratory.picture-withdrawn', summary: { zh: '撤下病理图片', en: 'Take a picture out of the report' },
  input: z.object({ id: idSchema, pictureId: idSchema }), output: specimenDetailSchema,
});
export const getPicture = query({ name: 'getPicture', path: '/laboratory/specimens/{id}/pictures/{pictureId}', permission: 'laboratory.read', summary: { zh: '查看病理图片', en: 'See a picture' }, input: z.object({ id: idSchema, pictureId: idSchema }), output: fileSchema });
export const printPathologyReport = query({ name: 'printPathologyReport', path: '/laboratory/specimens/{id}/report', permission: 'laboratory.read', summary: { zh: '图文病理报告', en: 'Illustrated pathology report' }, input: z.object({ id: idSchema }), output: fileSchema });
