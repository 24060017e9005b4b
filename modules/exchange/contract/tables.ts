import { z } from 'zod';
import { pageInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';

export const TABLE_TARGETS = ['residents', 'observations'] as const;
const targetSchema = z.enum(TABLE_TARGETS);
/** Column heading → field; headings that are not named are left out. */
const columnsSchema = z.record(z.string().max(200), z.string().max(60));
const fileSchema = { content: z.string().max(45_000_000), fileName: z.string().min(1).max(200) };

const rowFaultSchema = z.object({ rowNo: z.number(), column: z.string().nullable(), code: z.string(), message: z.object({ zh: z.string(), en: z.string() }) });
export type RowFault = z.infer<typeof rowFaultSchema>;

export const previewTable = query({
  name: 'previewTable',
  path: '/exchange/tables/preview',
  method: 'POST',
  permission: 'exchange.import-table',
  summary: { zh: '预览表格', en: 'Look at a table before it is imported' },
  input: z.object({ ...fileSchema, target: targetSchema, columns: columnsSchema.optional() }),
  output: z.object({
    charset: z.string(),
    headings: z.array(z.string()),
    /** What each heading was taken for. */
    columns: columnsSchema,
    fields: z.array(z.object({ name: z.string(), title: z.object({ zh: z.string(), en: z.string() }), required: z.boolean() })),
    rows: z.array(z.array(z.string())),
    total: z.number(),
    faults: z.array(rowFaultSchema),
    faultTotal: z.number(),
  }),
});

const importSchema = z.object({
  id: z.string(),
  target: targetSchema,
  fileName: z.string(),
  startedAt: z.string(),
  taskId: z.string(),
  state: z.string(),
  done: z.number(),
  total: z.number().nullable(),
  outcomes: z.record(z.string(), z.number()),
});
export type TableImport = z.infer<typeof importSchema>;

export const importTable = command({
  name: 'importTable',
  path: '/exchange/tables/import',
  permission: 'exchange.import-table',
  event: 'exchange.table-import-started',
  summary: { zh: '导入表格', en: 'Import a table' },
  input: z.object({ ...fileSchema, target: targetSchema, columns: columnsSchema }),
  output: importSchema,
});

export const cancelTableImport = command({
  name: 'cancelTableImport',
  path: '/exchange/tables/{id}/cancel',
  permission: 'exchange.import-table',
  event: 'exchange.table-import-cancelled',
  summary: { zh: '停止导入', en: 'Stop an import' },
  input: z.object({ id: z.string().min(1).max(64) }),
  output: importSchema,
});

export const listTableImports = query({
  name: 'listTableImports',
  path: '/exchange/tables',
  permission: 'exchange.import-table',
  summary: { zh: '导入记录', en: 'Imports' },
  input: z.object(pageInput),
  output: pageOf(importSchema),
});

export const listTableFaults = query({
  name: 'listTableFaults',
  path: '/exchange/tables/{id}/faults',
  permission: 'exchange.import-table',
  summary: { zh: '逐行退回清单', en: 'Rows refused, one by one' },
  input: z.object({ id: z.string().min(1).max(64), limit: z.coerce.number().int().min(1).max(500).default(100), offset: z.coerce.number().int().min(0).default(0) }),
  output: pageOf(rowFaultSchema),
});
