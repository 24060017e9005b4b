import { findMatchingPersons, findResidentSummaries, followMerge } from '#modules/residents/server/api.ts';
import { readTable } from '#platform/documents/read-table.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import { readIdCard } from '#platform/kernel/check-digits.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { FINDINGS_MAX, type BillFinding, type importBills as operation } from '../../../contract/bill-files.ts';
import { readBills, type FileBill } from '../../rules/bill/read-bills.ts';
import { found, problem } from '../../rules/found.ts';
import { findPack } from '../../store/packs.ts';
import { takeBill } from './take-bill.ts';

const ID_CARD = 'https://yigong.dev/fhir/sid/id-card';
/** Said alike whether there is no such person or the record is closed: a file is no way to ask who is known. */
const NO_PERSON = { column: '居民编号', zh: '查无此人，或本机构无权查看其档案', en: 'there is no such person, or your organisation has no ground for the record' };
const TAKEN = { column: '账单号', zh: '该账单号已审核过', en: 'this bill was audited already' };

interface Side {
  readonly bills: number;
  readonly lines: number;
  readonly fen: number;
}
const NONE: Side = { bills: 0, lines: 0, fen: 0 };
const plus = (side: Side, { rows, fen }: Pick<FileBill, 'rows' | 'fen'>): Side => ({ bills: side.bills + 1, lines: side.lines + rows.length, fen: side.fen + fen });

/** Takes the bills of a file that have no fault and names line and column of the others; a bill is taken whole or not at all, and the sums of both add up to the file. */
export async function importBills(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { packId, organisationId, fileName, base64 } = input;
  context.gate.requireOrganisation(organisationId);
  const pack = found(await findPack(context.tx, packId));
  if (pack.state !== 'approved') throw problem('payment.wrong-state');
  const table = await readTable(Buffer.from(base64, 'base64'));
  if (table === undefined || table.rows.length === 0) throw problem('payment.bill-file-unreadable');
  const read = readBills(table);
  if (read.bills === undefined) throw problem('payment.bill-file-unreadable', read.findings.map(({ column, zh, en }) => ({ path: column, message: { zh, en } })));
  const findings: BillFinding[] = [...read.findings];
  let [taken, refused, held] = [NONE, { ...NONE, lines: read.stray.lines, fen: read.stray.fen }, 0];
  const persons = new Map<string, Promise<string | undefined>>();
  for (const each of read.bills) {
    const personId = each.bill === undefined ? undefined : await personOf(context, each, persons);
    const kept = each.bill === undefined || personId === undefined ? undefined : await takeBill(context, pack, { billNumber: each.billNumber, personId, organisationId, bill: each.bill });
    if (kept !== undefined) {
      taken = plus(taken, each);
      held += kept.hits > 0 ? 1 : 0;
      continue;
    }
    refused = plus(refused, each);
    if (each.bill !== undefined) findings.push({ line: each.rows[0]!, ...(personId === undefined ? NO_PERSON : TAKEN) });
  }
  context.about({ organisationId });
  context.emit('payment.bills-imported', { organisationId, taken: taken.bills, refused: refused.bills }, [organisationId]);
  findings.sort((a, b) => a.line - b.line);
  return { fileName, lines: table.rows.length, taken, refused, held, findings: findings.slice(0, FINDINGS_MAX), findingCount: findings.length };
}

/** The person of a bill after merges, if the asker has a ground for the record. */
function personOf(context: CommandContext, { personId, idCard }: FileBill, known: Map<string, Promise<string | undefined>>): Promise<string | undefined> {
  const key = `${personId ?? ''} ${idCard ?? ''}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const asked = lookUp(context, personId, idCard);
  known.set(key, asked);
  return asked;
}

async function lookUp({ tx, gate }: CommandContext, personId: string | null, idCard: string | null): Promise<string | undefined> {
  const byNumber = idCard === null ? undefined : await personOfNumber(tx, idCard.toUpperCase());
  const byId = personId === null ? undefined : await followMerge(tx, personId);
  // Two names of a person that disagree name nobody.
  if (idCard !== null && personId !== null && byNumber !== byId) return undefined;
  const id = byId ?? byNumber;
  if (id === undefined || !(await findResidentSummaries(tx, [id])).has(id)) return undefined;
  return (await gate.findRecordBasis(id)) === undefined ? undefined : id;
}

async function personOfNumber(tx: CommandContext['tx'], idCard: string): Promise<string | undefined> {
  if (!readIdCard(idCard).ok) return undefined;
  const certain = ((await findMatchingPersons(tx, { resourceType: 'Patient', identifier: [{ system: ID_CARD, value: idCard }] })) ?? []).filter(({ grade }) => grade === 'certain');
  return certain.length === 1 ? certain[0]!.patientId : undefined;
}
