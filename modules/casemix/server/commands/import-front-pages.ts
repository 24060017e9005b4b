import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { importFrontPages as operation } from '../../contract/discharges.ts';
import { overlaps, personOf } from '../rules/front-page/checks.ts';
import type { FrontPage, RefusedRow } from '../rules/front-page/front-page.ts';
import { readFrontPages } from '../rules/front-page/read-front-pages.ts';
import { readTableFile } from '../rules/read-table-file.ts';
import { insertImport, listStays, putDischarges } from '../store/discharges.ts';
import { codeTablesInForce } from '../store/code-tables.ts';
import { groupStored } from './group-stored.ts';

type Page = FrontPage & { readonly line: number };

/** Takes what can be taken, names what cannot, and groups the rest by the packs in force. */
export async function importFrontPages(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  context.gate.requireOrganisation(input.organisationId);
  const { headings, rows } = await readTableFile(Buffer.from(input.base64, 'base64'));
  const { pages, refused } = readFrontPages({ titles: headings, rows, firstLine: input.firstLine ?? 2, codes: await codeTablesInForce(context.tx, chinaDate(context.now)) });
  const { kept, clashing } = await withoutStored(context, input.organisationId, pages);
  const importId = context.newId();
  const findings = [...refused, ...clashing].toSorted((first, second) => first.line - second.line);
  await insertImport(context.tx, { id: importId, organisationId: input.organisationId, fileName: input.fileName, taken: kept.length, refused: findings, actorId: context.subject.id, at: context.now });
  const ids = await putDischarges(context.tx, kept.map((page) => ({ id: context.newId(), organisationId: input.organisationId, importId, page })));
  const cases = kept.map((page) => ({ id: ids.get(`${page.recordNumber} ${page.admittedOn}`)!, organisationId: input.organisationId, dischargedOn: page.dischargedOn, input: caseOf(page) }));
  await groupStored(context, 'drg', cases);
  await groupStored(context, 'dip', cases);
  context.about({ organisationId: input.organisationId });
  context.emit('casemix.front-pages-imported', { importId, taken: kept.length, refused: findings.length }, [input.organisationId]);
  return { id: importId, organisationId: input.organisationId, fileName: input.fileName, taken: kept.length, refused: findings.length, findings: findings.slice(0, 500), importedAt: context.now.toISOString() };
}

const caseOf = ({ diagnoses, procedures, totalFen, ...page }: FrontPage) => ({
  ...page, diagnoses: diagnoses.map(({ code }) => code), procedures: procedures.map(({ code }) => code), costFen: totalFen,
});

/** Stays that overlap one stored before are refused; the same stay sent again replaces it. */
async function withoutStored(context: CommandContext, organisationId: string, pages: readonly Page[]): Promise<{ kept: Page[]; clashing: RefusedRow[] }> {
  const stored = await listStays(context.tx, pages.map(({ identity }) => identity), { organisationId, numbers: pages.map(({ recordNumber }) => recordNumber) });
  const byPerson = new Map<string, typeof stored>();
  for (const stay of stored) byPerson.set(personOf(stay), [...(byPerson.get(personOf(stay)) ?? []), stay]);
  const kept: Page[] = [];
  const clashing: RefusedRow[] = [];
  for (const page of pages) {
    const person = personOf(page);
    const clash = (byPerson.get(person) ?? []).find((stay) =>
      !(stay.organisationId === organisationId && stay.recordNumber === page.recordNumber && stay.admittedOn === page.admittedOn) && overlaps({ person, ...page }, { person, ...stay }));
    if (clash === undefined) kept.push(page);
    else clashing.push({ line: page.line, field: 'B12', zh: `与已导入的住院 ${clash.admittedOn} 至 ${clash.dischargedOn} 重叠`, en: `the stay overlaps one imported before (${clash.admittedOn} to ${clash.dischargedOn})` });
  }
  return { kept, clashing };
}
