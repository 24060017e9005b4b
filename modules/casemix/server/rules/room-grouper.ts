import type { CaseInput } from './cases/read-case.ts';
import type { DipGroupedCase } from './dip/catalogue.ts';
import { DipGrouper } from './dip/group-case.ts';
import { readDipCatalogue } from './dip/read-catalogue.ts';
import { DrgGrouper } from './drg/grouper.ts';
import { readDrgPack, type PackFiles } from './drg/read-pack.ts';

export type Scheme = 'drg' | 'dip';

/** A result of either scheme under one set of names. */
export interface RoomResult {
  readonly status: string;
  readonly mdc: string;
  readonly adrg: string;
  /** Empty when not grouped. */
  readonly group: string;
  readonly name: string;
  /** Coefficient of the auxiliary catalogue and points of this very stay, decimal text; null where there is none. */
  readonly coefficient: string | null;
  readonly stayScore: string | null;
}

export interface RoomStep {
  readonly step: string;
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly met?: boolean;
}

export interface RoomGrouper {
  readonly name: string;
  readonly remarks: readonly string[];
  group(input: CaseInput): RoomResult;
  explain(input: CaseInput): { readonly result: RoomResult; readonly explanation: readonly RoomStep[] };
}

/** Either engine for the screens. Throws `casemix.pack-refused`. */
export function openRoomGrouper(scheme: Scheme, files: PackFiles): RoomGrouper {
  return scheme === 'drg' ? drgRoom(files) : dipRoom(files);
}

function drgRoom(files: PackFiles): RoomGrouper {
  const pack = readDrgPack(files);
  const grouper = new DrgGrouper(pack);
  const shown = ({ status, mdc, adrg, drg }: { status: string; mdc: string; adrg: string; drg: string }): RoomResult =>
    ({ status, mdc, adrg, group: drg === '0000' ? '' : drg, name: pack.names.get(drg) ?? '', coefficient: null, stayScore: null });
  return {
    name: pack.scheme, remarks: pack.remarks,
    group: (input) => shown(grouper.group(input)),
    explain: (input) => {
      const { result, explanation } = grouper.explain(input);
      return { result: shown(result), explanation };
    },
  };
}

function dipRoom(files: PackFiles): RoomGrouper {
  const catalogue = readDipCatalogue(files);
  const grouper = new DipGrouper(catalogue);
  const shown = ({ status, group, name, kind, coefficient, score }: DipGroupedCase): RoomResult =>
    ({ status, mdc: kind ?? '', adrg: '', group, name, coefficient: Number(coefficient) === 1 ? null : coefficient, stayScore: kind === 'per-diem' ? score : null });
  return {
    name: `${catalogue.catalogue} ${catalogue.version}`, remarks: [],
    group: (input) => shown(grouper.group(input)),
    explain: (input) => {
      const { result, explanation } = grouper.explain(input);
      return { result: shown(result), explanation };
    },
  };
}
