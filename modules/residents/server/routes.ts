import { bindCommand, bindQuery } from '#platform/http/operation.ts';
import * as contract from '../contract.ts';
import { decideMatchReview } from './commands/decide-match-review.ts';
import { issueResidentCode } from './commands/issue-resident-code.ts';
import { mergeResidents } from './commands/merge-residents.ts';
import { registerNewborn } from './commands/register-newborn.ts';
import { registerResident } from './commands/register-resident.ts';
import { registerWithoutDocument } from './commands/register-without-document.ts';
import { resolveResidentCode } from './commands/resolve-resident-code.ts';
import { unmergeResidents } from './commands/unmerge-residents.ts';
import { updateResident } from './commands/update-resident.ts';
import { countMatchReviews } from './queries/count-match-reviews.ts';
import { findResidents } from './queries/find-residents.ts';
import { getResident } from './queries/get-resident.ts';
import { listMatchReviews } from './queries/list-match-reviews.ts';
import { listMergeHistory } from './queries/list-merge-history.ts';
import { revealIdentifier } from './queries/reveal-identifier.ts';

export const operations = [
  bindCommand(contract.registerResident, registerResident),
  bindCommand(contract.registerNewborn, registerNewborn),
  bindCommand(contract.registerWithoutDocument, registerWithoutDocument),
  bindQuery(contract.findResidents, findResidents),
  bindQuery(contract.getResident, getResident),
  bindQuery(contract.revealIdentifier, revealIdentifier),
  bindCommand(contract.updateResident, updateResident),
  bindQuery(contract.listMatchReviews, listMatchReviews),
  bindQuery(contract.countMatchReviews, countMatchReviews),
  bindCommand(contract.decideMatchReview, decideMatchReview),
  bindCommand(contract.mergeResidents, mergeResidents),
  bindCommand(contract.unmergeResidents, unmergeResidents),
  bindQuery(contract.listMergeHistory, listMergeHistory),
  bindCommand(contract.issueResidentCode, issueResidentCode),
  bindCommand(contract.resolveResidentCode, resolveResidentCode),
];
