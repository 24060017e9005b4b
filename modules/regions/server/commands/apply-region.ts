import { createHash } from 'node:crypto';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { assert, problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { applyRegion as operation, RegionSummary } from '../../contract/operations.ts';
import type { PackFinding, RegionPack } from '../../contract/pack.ts';
import { KNOWN } from '../rules/known.ts';
import { readPack, type PackTexts } from '../rules/read-pack.ts';
import { summaryOf, versionOrder } from '../rules/summary.ts';
import { findVersion, insertAction, insertVersion, lockRegion, setRegion } from '../store/versions.ts';

const problem = problemsOf(contract.problems);

/** Puts a pack into force whole or not at all; the same content again only ends a former end. */
export async function applyRegion(context: CommandContext, { files }: InputOf<typeof operation>): Promise<RegionSummary> {
  const { tx, subject, now } = context;
  const { pack, findings } = readPack(files, KNOWN);
  if (pack === undefined) throw problem('regions.faulty', findings.slice(0, 200).map(detailOf));
  if (subject.organisationId === null) throw platformProblem('platform.organisation-forbidden');
  const ownerOrganisationId = subject.organisationId;
  await lockRegion(tx, pack.id);
  const current = await findVersion(tx, pack.id);
  if (current !== undefined) context.gate.requireOrganisation(current.ownerOrganisationId);
  const digest = digestOf(files);
  const same = await findVersion(tx, pack.id, pack.version);
  if (same !== undefined && same.digest !== digest) throw problem('regions.version-taken');
  if (current !== undefined && versionOrder(pack.version, current.version) < 0) throw problem('regions.version-older');
  if (same === undefined) await insertVersion(tx, { pack, files, digest, ownerOrganisationId, subject, now });
  await setRegion(tx, { regionId: pack.id, version: pack.version, state: 'in-force', ownerOrganisationId, now });
  await insertAction(tx, { id: context.newId(), regionId: pack.id, version: pack.version, action: 'apply', ownerOrganisationId, subject, now });
  context.about({ organisationId: ownerOrganisationId });
  context.emit('regions.applied', { regionId: pack.id, version: pack.version }, [ownerOrganisationId]);
  return stored(await findVersion(tx, pack.id), pack);
}

const stored = (row: Awaited<ReturnType<typeof findVersion>>, pack: RegionPack): RegionSummary => {
  assert(row !== undefined, `region ${pack.id} was just stored`);
  return summaryOf(row);
};

const detailOf = ({ file, line, column, path, message }: PackFinding): { path: string; message: PackFinding['message'] } => ({
  path: `${file}:${line}:${column}${path === '' ? '' : ` ${path}`}`,
  message,
});

function digestOf(files: PackTexts): string {
  const hash = createHash('sha256');
  for (const name of Object.keys(files).sort()) hash.update(`${name}\0${files[name as keyof PackTexts] ?? ''}\0`);
  return hash.digest('hex');
}
