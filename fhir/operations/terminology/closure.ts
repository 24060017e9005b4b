import type { Transaction } from '#platform/database/transaction.ts';
import type { Coding, ConceptMap, ParametersParameter } from '#fhir/types/resources.gen.ts';
import { fhirProblem } from '../../problems.ts';
import type { Answer } from '../../interactions/answer.ts';
import type { Interaction } from '../../interactions/dependencies.ts';
import { requireInteraction } from '../../interactions/permission.ts';
import { findCodeSystem } from '../../terminology/value-sets.ts';
import { textOf, type OperationInput } from '../operation-input.ts';
import { inputProblem, unknownCode, unknownProblem } from './terminology-input.ts';

/** Codes in one request, and in one table. */
const REQUEST_MAX = 1000;
const TABLE_MAX = 20_000;
const NAME_MAX = 200;

interface CodeRow {
  readonly system: string;
  readonly code: string;
  readonly version: number;
  readonly above: readonly string[];
}

/**
 * $closure (https://hl7.org/fhir/R4/conceptmap-operation-closure.html): a client's table of which of its codes subsume which. With
 * a name alone it begins anew; with concepts it answers what they add as a ConceptMap, with a version what was added since.
 */
export async function closureOperation(interaction: Interaction, input: OperationInput): Promise<Answer> {
  requireInteraction(interaction.subject, 'CodeSystem', 'r');
  const name = textOf(input, 'name');
  if (name === undefined || name === '' || name.length > NAME_MAX) throw inputProblem('name', '请给出闭包表的名称。', 'Give the name of the closure table.');
  const [concepts, since] = [conceptsIn(input), textOf(input, 'version')];
  if (since !== undefined && (concepts.length > 0 || !/^\d{1,9}$/.test(since))) throw inputProblem('version', 'version 为已有版本号，不与 concept 同时给出。', 'version is a version of the table, and goes without concepts.');
  const table = { owner: interaction.subject.id, name };
  const [version, rows] = await interaction.database.transaction(async (tx): Promise<[number, CodeRow[]]> => {
    if (since !== undefined) return [await versionOf(tx, table), await rowsOf(tx, table)];
    if (concepts.length === 0) return begin(tx, table);
    return add(interaction, tx, { table, concepts });
  });
  const from = since === undefined ? version : Number(since) + 1;
  const map = mapOf({ name, version, date: interaction.clock.now().toISOString() }, rows, from);
  return { status: 200, body: JSON.stringify(map) };
}

function conceptsIn(input: OperationInput): Coding[] {
  const given = ((input.body as { parameter?: ParametersParameter[] } | undefined)?.parameter ?? []).filter((each) => each?.name === 'concept');
  if (given.length > REQUEST_MAX) throw inputProblem('concept', `一次最多 ${REQUEST_MAX} 个概念。`, `At most ${REQUEST_MAX} concepts in one request.`);
  return given.map(({ valueCoding }) => {
    if (valueCoding?.system === undefined || valueCoding.code === undefined) throw inputProblem('concept', '概念必须带有 system 和 code。', 'A concept has a system and a code.');
    return valueCoding;
  });
}

interface Table {
  readonly owner: string;
  readonly name: string;
}

async function begin(tx: Transaction, { owner, name }: Table): Promise<[number, CodeRow[]]> {
  await tx.query('delete from fhir.closure where owner_id = $1 and name = $2', [owner, name]);
  await tx.query('insert into fhir.closure (owner_id, name, version) values ($1, $2, 0)', [owner, name]);
  return [0, []];
}

async function versionOf(tx: Transaction, { owner, name }: Table): Promise<number> {
  const [row] = await tx.query<{ version: number }>('select version from fhir.closure where owner_id = $1 and name = $2 for update', [owner, name]);
  if (!row) throw fhirProblem('fhir.not-found', [{ path: 'name', message: { zh: `没有闭包表 ${name}，请先只用名称初始化。`, en: `There is no closure table ${name}; begin it with its name alone.` } }]);
  return row.version;
}

const rowsOf = (tx: Transaction, { owner, name }: Table): Promise<CodeRow[]> =>
  tx.query<CodeRow>('select system, code, version, above from fhir.closure_code where owner_id = $1 and name = $2 order by version, system, code', [owner, name]);

async function add(interaction: Interaction, tx: Transaction, { table, concepts }: { table: Table; concepts: readonly Coding[] }): Promise<[number, CodeRow[]]> {
  const version = (await versionOf(tx, table)) + 1;
  const rows = await rowsOf(tx, table);
  const known = new Set(rows.map(({ system, code }) => `${system}|${code}`));
  const added: CodeRow[] = [];
  for (const { system: url, code, version: asked } of concepts) {
    const system = await findCodeSystem(interaction.sql, url!, asked);
    const concept = await system?.find(code!);
    if (!system) throw unknownProblem(url!);
    if (!concept) throw unknownCode(url!, code!);
    if (known.has(`${url}|${concept.code}`)) continue;
    known.add(`${url}|${concept.code}`);
    added.push({ system: url!, code: concept.code, version, above: await system.listAbove(concept.code) });
  }
  if (rows.length + added.length > TABLE_MAX) throw inputProblem('concept', `一张闭包表最多 ${TABLE_MAX} 个代码。`, `A closure table holds at most ${TABLE_MAX} codes.`);
  if (added.length === 0) return [version - 1, []];
  await tx.query('update fhir.closure set version = $3 where owner_id = $1 and name = $2', [table.owner, table.name, version]);
  await tx.query(
    `insert into fhir.closure_code (owner_id, name, system, code, version, above)
     select $1, $2, e ->> 'system', e ->> 'code', $3, array(select jsonb_array_elements_text(e -> 'above')) from jsonb_array_elements($4::jsonb) as e`,
    [table.owner, table.name, version, JSON.stringify(added)],
  );
  return [version, [...rows, ...added]];
}

/** Relations that exist since `from`: one of the two codes came with that version or later. Source is the narrower code. */
function mapOf({ name, version, date }: { name: string; version: number; date: string }, rows: readonly CodeRow[], from: number): ConceptMap {
  const added = new Map(rows.map((row) => [`${row.system}|${row.code}`, row.version]));
  const groups = new Map<string, NonNullable<NonNullable<ConceptMap['group']>[number]['element']>[number][]>();
  for (const { system, code, version: own, above } of rows) {
    const targets = above.filter((each) => Math.max(added.get(`${system}|${each}`) ?? -1, added.has(`${system}|${each}`) ? own : -1) >= from);
    if (targets.length === 0) continue;
    const element = { code, target: targets.map((target) => ({ code: target, equivalence: 'subsumes' as const })) };
    groups.set(system, [...(groups.get(system) ?? []), element]);
  }
  return {
    resourceType: 'ConceptMap', name, version: String(version), status: 'active', experimental: true, date,
    ...(groups.size === 0 ? {} : { group: [...groups].map(([system, element]) => ({ source: system, target: system, element })) }),
  } as ConceptMap;
}
