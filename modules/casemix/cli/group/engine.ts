import { readFolder } from '#platform/cli/pieces/read-folder.ts';
import type { CaseInput } from '../../server/rules/cases/read-case.ts';
import { DipGrouper } from '../../server/rules/dip/group-case.ts';
import { readDipCatalogue } from '../../server/rules/dip/read-catalogue.ts';
import { notGrouped, STATUS } from '../../server/rules/drg/case.ts';
import { CODE_MAP_FILES, readCodeMap, type CodeMap } from '../../server/rules/drg/code-map.ts';
import { DrgGrouper } from '../../server/rules/drg/grouper.ts';
import { DRG_PACK_FILES, readDrgPack } from '../../server/rules/drg/read-pack.ts';

export type SchemeKind = 'drg' | 'dip';

export interface EngineSource {
  readonly scheme: SchemeKind;
  readonly packFolder: string;
  readonly codeMapFolder: string | undefined;
}

/** Either grouper as the command needs it. */
export interface Engine {
  readonly name: string;
  readonly remarks: readonly string[];
  /** Fields of a result, in the order of the columns of a table. */
  readonly columns: readonly string[];
  /** Can clinical codes be mapped? Lines that say they need it are refused without. */
  readonly maps: boolean;
  group(input: CaseInput): Readonly<Record<string, unknown>>;
  explain(input: CaseInput): { readonly result: Readonly<Record<string, unknown>>; readonly explanation: readonly unknown[] };
  /** The result of a line that was refused. */
  readonly refused: Readonly<Record<string, unknown>>;
}

/** Loads the pack and the code map; throws Problem `casemix.pack-refused` with places and reasons. */
export function openEngine({ scheme, packFolder, codeMapFolder }: EngineSource): Engine {
  const map = codeMapFolder === undefined ? undefined : readCodeMap(readFolder(codeMapFolder, Object.values(CODE_MAP_FILES)));
  return scheme === 'drg' ? drgEngine(packFolder, map) : dipEngine(packFolder, map);
}

function drgEngine(folder: string, map: CodeMap | undefined): Engine {
  const pack = readDrgPack(readFolder(folder, DRG_PACK_FILES));
  const grouper = new DrgGrouper(pack, map);
  return {
    name: pack.scheme, remarks: pack.remarks, columns: ['status', 'mdc', 'adrg', 'drg'], maps: map !== undefined,
    group: (input) => grouper.group(input) as unknown as Readonly<Record<string, unknown>>,
    explain: (input) => grouper.explain(input) as never,
    refused: notGrouped(STATUS.checkFailed) as unknown as Readonly<Record<string, unknown>>,
  };
}

function dipEngine(folder: string, map: CodeMap | undefined): Engine {
  const catalogue = readDipCatalogue(readFolder(folder));
  const grouper = new DipGrouper(catalogue, map);
  return {
    name: `${catalogue.catalogue} ${catalogue.version}`, remarks: [], maps: map !== undefined,
    columns: ['status', 'group', 'kind', 'name', 'treatment', 'score', 'coefficient', 'auxiliary', 'sameScoreEverywhere'],
    group: (input) => grouper.group(input) as unknown as Readonly<Record<string, unknown>>,
    explain: (input) => grouper.explain(input) as never,
    refused: grouper.refused as unknown as Readonly<Record<string, unknown>>,
  };
}
