import { z } from 'zod';
import { command } from '#platform/kernel/contract.ts';
import { idSchema } from './words.ts';

/** About 1.4 MB: what one request of the server may carry. A longer file is cut between two bills. */
export const BILL_FILE_BASE64_MAX = 1_900_000;
export const FINDINGS_MAX = 500;

/** Columns of a file of bills, one row a charge. Titles that are taken beside the key; the first is that of the template. */
export const BILL_COLUMNS = {
  billNumber: ['账单号', '单据号', 'bill'],
  personId: ['居民编号', 'person id'],
  idCard: ['证件号码', '身份证号', 'id card'],
  setting: ['就诊类型', 'setting'],
  admittedOn: ['入院日期', '就诊日期', 'admitted on'],
  dischargedOn: ['出院日期', 'discharged on'],
  sex: ['性别', 'sex'],
  birthDate: ['出生日期', 'birth date'],
  diagnosisCodes: ['诊断编码', 'diagnosis codes'],
  diagnosisNames: ['诊断名称', 'diagnosis names'],
  id: ['明细号', '行号', 'line'],
  item: ['项目编码', 'item'],
  name: ['项目名称', 'name'],
  at: ['收费时间', 'charged at'],
  quantity: ['数量', 'quantity'],
  amount: ['金额', 'amount'],
  billTotal: ['账单总额', 'bill total'],
} as const;

const findingSchema = z.object({ line: z.number().int(), column: z.string(), zh: z.string(), en: z.string() });
export type BillFinding = z.infer<typeof findingSchema>;

const sideSchema = z.object({ bills: z.number().int(), lines: z.number().int(), fen: z.number().int() });

export const importBills = command({
  name: 'importBills', path: '/payment/bill-files', permission: 'payment.import-bills', event: 'payment.bills-imported',
  summary: { zh: '导入账单文件并审核', en: 'Import a file of bills and audit each' },
  input: z.object({ packId: idSchema, organisationId: idSchema, fileName: z.string().trim().min(1).max(200), base64: z.string().min(1).max(BILL_FILE_BASE64_MAX) }),
  output: z.object({
    fileName: z.string(), /** Rows of the file below its titles; those taken and those refused add up to them. */ lines: z.number().int(), taken: sideSchema,
    /** A bill with one faulty row is refused whole; its sum is that of its rows whose amount can be read. */ refused: sideSchema,
    findings: z.array(findingSchema), /** Above `FINDINGS_MAX` the first are shown. */ findingCount: z.number().int(), /** Bills that the audit holds. */ held: z.number().int(),
  }),
});
