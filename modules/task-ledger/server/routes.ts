import { bindCommand, bindQuery, type BoundOperation } from '#platform/http/operation.ts';
import * as bulletins from '../contract/bulletins.ts';
import * as tasks from '../contract/tasks.ts';
import { assignBody } from './commands/assign-body.ts';
import { assignTask } from './commands/assign-task.ts';
import { closeTask } from './commands/close-task.ts';
import { planTask } from './commands/plan-task.ts';
import { publishBulletin } from './commands/publish-bulletin.ts';
import { receiveBulletin } from './commands/receive-bulletin.ts';
import { reportTask } from './commands/report-task.ts';
import { resumeTask } from './commands/resume-task.ts';
import { returnTask } from './commands/return-task.ts';
import { startTask } from './commands/start-task.ts';
import { submitTask } from './commands/submit-task.ts';
import { suspendTask } from './commands/suspend-task.ts';
import { verifyTask } from './commands/verify-task.ts';
import { countWaitingBulletins } from './queries/count-waiting-bulletins.ts';
import { countWaitingTasks } from './queries/count-waiting-tasks.ts';
import { downloadBulletin } from './queries/download-bulletin.ts';
import { getBulletin } from './queries/get-bulletin.ts';
import { getLedgerTask } from './queries/get-ledger-task.ts';
import { listBulletins } from './queries/list-bulletins.ts';
import { listLedgerTasks } from './queries/list-ledger-tasks.ts';
import { summariseTasks } from './queries/summarise-tasks.ts';

/** Each operation of the contract with its handler. */
export const operations: readonly BoundOperation[] = [
  bindCommand(tasks.assignTask, assignTask),
  bindCommand(tasks.assignBody, assignBody),
  bindCommand(tasks.planTask, planTask),
  bindCommand(tasks.startTask, startTask),
  bindCommand(tasks.reportTask, reportTask),
  bindCommand(tasks.submitTask, submitTask),
  bindCommand(tasks.verifyTask, verifyTask),
  bindCommand(tasks.returnTask, returnTask),
  bindCommand(tasks.closeTask, closeTask),
  bindCommand(tasks.suspendTask, suspendTask),
  bindCommand(tasks.resumeTask, resumeTask),
  bindCommand(bulletins.publishBulletin, publishBulletin),
  bindCommand(bulletins.receiveBulletin, receiveBulletin),
  bindQuery(tasks.listLedgerTasks, listLedgerTasks),
  bindQuery(tasks.getLedgerTask, getLedgerTask),
  bindQuery(tasks.countWaitingTasks, countWaitingTasks),
  bindQuery(tasks.summariseTasks, summariseTasks),
  bindQuery(bulletins.listBulletins, listBulletins),
  bindQuery(bulletins.countWaitingBulletins, countWaitingBulletins),
  bindQuery(bulletins.getBulletin, getBulletin),
  bindQuery(bulletins.downloadBulletin, downloadBulletin),
];
