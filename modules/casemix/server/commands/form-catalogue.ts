import { listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { formCatalogue as operation } from '../../contract/catalogues.ts';
import { CatalogueForming, type FormedCatalogue, type FormingRules } from '../rules/dip/form-catalogue.ts';
import { catalogueFiles, PARAMETERS_FILE, readFormingRules, readFormingTables, type FormingTables } from '../rules/dip/forming-files.ts';
import { Findings } from '../rules/findings.ts';
import { found } from '../rules/found.ts';
import { clearCatalogue, insertCatalogueCases, insertCatalogueGroups, type TracedCase } from '../store/catalogues.ts';
import { countCases, eachCaseSlice } from '../store/discharges.ts';
import { findPack, packFiles, putPackFile } from '../store/packs.ts';
import { signPackAction } from './sign-pack-action.ts';

const problem = problemsOf(contract.problems);
const CASES_MAX = 200_000;

/** Every discharge of up to three years that the keeper may see, by the rules and tables that lie in the draft. */
export async function formCatalogue(context: CommandContext, { id, untilYear }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, subject } = context;
  const pack = found(await findPack(tx, id, true));
  context.gate.requireOrganisation(pack.ownerOrganisationId);
  if (pack.state !== 'draft') throw problem('casemix.wrong-state');
  if (pack.scheme !== 'dip') throw problem('casemix.only-dip');
  const { rules, tables } = sourcesOf(await packFiles(tx, id));
  const years = { from: `${untilYear - rules.yearWeights.length + 1}-01-01`, until: `${untilYear}-12-31` };
  if ((await countCases(tx, subject, years)) > CASES_MAX) throw problem('casemix.history-too-long');
  const { formed, cases } = await formFrom(context, { rules, tables, years });
  if (formed.groups.length === 0) throw problem('casemix.no-history');
  for (const [name, content] of catalogueFiles({ name: pack.name, version: pack.version, formed, rules, kinds: tables.kinds })) await putPackFile(tx, id, { name, content });
  await clearCatalogue(tx, id);
  await insertCatalogueGroups(tx, id, formed.groups);
  await insertCatalogueCases(tx, id, cases);
  await signPackAction(context, pack, { action: 'form', note: `${years.from} – ${years.until}` });
  context.emit('casemix.catalogue-formed', { packId: id, groups: formed.groups.length }, [pack.ownerOrganisationId]);
  return { pack: found(await findPack(tx, id)), cases: formed.cases, groups: formed.groups.length, flagged: formed.groups.filter(({ flags }) => flags.length > 0).length, leftOut: { ...formed.dropped } };
}

function sourcesOf(files: ReadonlyMap<string, string>): { rules: FormingRules; tables: FormingTables } {
  const findings = new Findings();
  const sources = { rules: readFormingRules(files.get(PARAMETERS_FILE), findings), tables: readFormingTables(files, findings) };
  if (!findings.empty) throw problem('casemix.pack-refused', findings.list);
  return sources;
}

interface Sources {
  readonly rules: FormingRules;
  readonly tables: FormingTables;
  readonly years: { readonly from: string; readonly until: string };
}

/** The catalogue, and of each discharge in which group it is or why it is left out. */
async function formFrom({ tx, subject }: CommandContext, { rules, tables, years }: Sources): Promise<{ formed: FormedCatalogue; cases: TracedCase[] }> {
  const forming = new CatalogueForming(rules, tables.kinds, tables);
  const hospitals = new Map<string, string>();
  const levels = new Map<string, string>();
  const leftOut: TracedCase[] = [];
  for await (const slice of eachCaseSlice(tx, subject, years)) {
    const unknown = [...new Set(slice.map(({ organisationId }) => organisationId))].filter((each) => !levels.has(each));
    for (const { id, level } of unknown.length === 0 ? [] : await listOrganisationSummaries(tx, unknown)) levels.set(id, level);
    for (const { id, organisationId, dischargedOn, input } of slice) {
      const year = Number(dischargedOn.slice(0, 4));
      const reason = forming.add({ id, year, input: { ...input, hospitalLevel: levels.get(organisationId) ?? null } });
      if (reason === undefined) hospitals.set(id, organisationId);
      else leftOut.push({ dischargeId: id, organisationId, group: '', leftOut: reason, year, costFen: input.costFen ?? 0, kept: false });
    }
  }
  const formed = forming.form();
  const traced = formed.trace.map(({ group, id, year, costFen, kept }): TracedCase => ({ dischargeId: id, organisationId: hospitals.get(id)!, group, leftOut: '', year, costFen, kept }));
  return { formed, cases: [...traced, ...leftOut] };
}
