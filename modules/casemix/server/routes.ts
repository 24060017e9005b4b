import { bindCommand, bindQuery, type BoundOperation } from '#platform/http/operation.ts';
import * as analysis from '../contract/analysis.ts';
import * as catalogues from '../contract/catalogues.ts';
import * as discharges from '../contract/discharges.ts';
import * as packs from '../contract/packs.ts';
import { createPack } from './commands/create-pack.ts';
import { formCatalogue } from './commands/form-catalogue.ts';
import { groupDischarges } from './commands/group-discharges.ts';
import { importFrontPages } from './commands/import-front-pages.ts';
import { putPackInForce } from './commands/put-pack-in-force.ts';
import { storePackFile } from './commands/store-pack-file.ts';
import { withdrawPack } from './commands/withdraw-pack.ts';
import { analyseCasemix } from './queries/analyse-casemix.ts';
import { analyseGroup } from './queries/analyse-group.ts';
import { comparePack } from './queries/compare-pack.ts';
import { exportCasemix } from './queries/export-casemix.ts';
import { getCatalogue } from './queries/get-catalogue.ts';
import { getDischarge } from './queries/get-discharge.ts';
import { listCatalogueCases } from './queries/list-catalogue-cases.ts';
import { listDischarges } from './queries/list-discharges.ts';
import { listImports } from './queries/list-imports.ts';
import { listPacks } from './queries/list-packs.ts';
import { tryGrouping } from './queries/try-grouping.ts';

/** Each operation of the contract with its handler. */
export const operations: readonly BoundOperation[] = [
  bindCommand(packs.createPack, createPack),
  bindCommand(packs.storePackFile, storePackFile),
  bindCommand(catalogues.formCatalogue, formCatalogue),
  bindQuery(catalogues.getCatalogue, getCatalogue),
  bindQuery(catalogues.listCatalogueCases, listCatalogueCases),
  bindCommand(packs.putPackInForce, putPackInForce),
  bindCommand(packs.withdrawPack, withdrawPack),
  bindQuery(packs.listPacks, listPacks),
  bindQuery(packs.comparePack, comparePack),
  bindCommand(discharges.importFrontPages, importFrontPages),
  bindCommand(discharges.groupDischarges, groupDischarges),
  bindQuery(discharges.listImports, listImports),
  bindQuery(discharges.listDischarges, listDischarges),
  bindQuery(discharges.getDischarge, getDischarge),
  bindQuery(discharges.tryGrouping, tryGrouping),
  bindQuery(analysis.analyseCasemix, analyseCasemix),
  bindQuery(analysis.analyseGroup, analyseGroup),
  bindQuery(analysis.exportCasemix, exportCasemix),
];
