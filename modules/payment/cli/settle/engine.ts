import { CliFailure } from '#platform/cli/exit-codes.ts';
import { readFolder } from '#platform/cli/pieces/read-folder.ts';
import { groupingFiles, openSettlementGrouping, type SettlementGrouping } from '#modules/casemix/server/api.ts';
import { readRegionParameters, type RegionParameters } from '../../server/rules/region-parameters.ts';
import type { SettleEngine } from './piece.ts';
import type { GroupingSource, SettleStart } from './worker-messages.ts';

/** Loads pack and parameters. Groups that the parameters leave out come from the catalogue, with its scores and averages. */
export function openSettleEngine({ parameters, grouping: source }: Pick<SettleStart, 'parameters' | 'grouping'>): SettleEngine {
  const grouping = source === undefined ? undefined : openGrouping(source);
  return { grouping, parameters: parameters === undefined ? undefined : readParameters(parameters, grouping) };
}

function openGrouping({ scheme, packFolder, codeMapFolder }: GroupingSource): SettlementGrouping {
  const names = groupingFiles(scheme);
  return openSettlementGrouping({ scheme, files: readFolder(packFolder, names.pack), codeMap: codeMapFolder === undefined ? undefined : readFolder(codeMapFolder, names.codeMap) });
}

function readParameters(document: unknown, grouping: SettlementGrouping | undefined): RegionParameters {
  const given = typeof document === 'object' && document !== null ? (document as Readonly<Record<string, unknown>>) : {};
  const whole = given['groups'] === undefined && grouping !== undefined && grouping.groups.length > 0 ? { ...given, groups: grouping.groups } : given;
  const read = readRegionParameters(whole);
  if (read.status === 'READY') return read.parameters;
  if (read.status === 'REFUSED') throw new CliFailure('refused', { zh: '参数自相矛盾，未作任何计算。', en: 'The parameters contradict themselves; nothing was calculated.' }, read.reasons.map(({ path: place, message }) => `${place}: ${message.zh} · ${message.en}`));
  throw new CliFailure('refused', { zh: 'PENDING_LOCAL_PARAMETERS：缺少本地参数，未作任何计算。', en: 'PENDING_LOCAL_PARAMETERS: local parameters are missing; nothing was calculated.' }, read.missing);
}
