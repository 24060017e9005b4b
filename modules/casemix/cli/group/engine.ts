import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import type { CaseInput } from '../../server/rules/cases/read-case.ts';
import { DipGrouper } from '../../server/rules/dip/group-case.ts';
import { readDipCatalogue } from '../../server/rules/dip/read-catalogue.ts';
import { notGrouped, STATUS } from '../../server/rules/drg/case.ts';
import { CODE_MAP_FILES, readCodeMap, type CodeMap } from '../../server/rules/drg/code-map.ts';
import { DrgGrouper } from '../../server/rules/drg/grouper.ts';
import { readDrgPack } from '../../server/rules/drg/read-pack.ts';

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

const PACK_FILE = /\.(json|csv)$/i;
const BYTES_MAX = 256 * 1024 * 1024;

/** Texts of the JSON and CSV files of a folder; throws CliFailure when there is no such folder. */
export function readFolder(folder: string, only?: readonly string[]): Map<string, string> {
  const info = statSync(folder, { throwIfNoEntry: false });
  if (info?.isDirectory() !== true) throw new CliFailure('not-found', { zh: `没有目录 ${folder}`, en: `There is no folder ${folder}` });
  const names = readdirSync(folder).filter((name) => PACK_FILE.test(name) && (only === undefined || only.includes(name))).sort();
  const texts = new Map<string, string>();
  for (const name of names) {
    const path = join(folder, name);
    const { size } = statSync(path);
    if (size > BYTES_MAX) throw new CliFailure('refused', { zh: `文件过大：${path}`, en: `The file is too big: ${path}` });
    texts.set(name, textOf(readFileSync(path)));
  }
  return texts;
}

/** UTF-8, UTF-16 by its mark, or GB18030 when it is neither. */
function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** Cases of a folder of packs other than these are not read: a pack folder also holds case files. */
const DRG_FILES = ['scheme.json', 'drg_names.csv', 'cc.csv', 'mcc.csv', 'exclusion_by_principal.csv', 'valid_procedures.csv', 'mdc.csv', 'mdc_diagnoses.csv', 'adrg.csv', 'adrg_diagnoses.csv', 'adrg_procedures.csv'];

/** Loads the pack and the code map; throws Problem `casemix.pack-refused` with places and reasons. */
export function openEngine({ scheme, packFolder, codeMapFolder }: EngineSource): Engine {
  const map = codeMapFolder === undefined ? undefined : readCodeMap(readFolder(codeMapFolder, Object.values(CODE_MAP_FILES)));
  return scheme === 'drg' ? drgEngine(packFolder, map) : dipEngine(packFolder, map);
}

function drgEngine(folder: string, map: CodeMap | undefined): Engine {
  const pack = readDrgPack(readFolder(folder, DRG_FILES));
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
