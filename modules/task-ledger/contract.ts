import type { ModuleContract } from '#platform/kernel/contract.ts';
import { downloadBulletin, getBulletin, listBulletins, countWaitingBulletins, publishBulletin, receiveBulletin } from './contract/bulletins.ts';
import {
  assignBody, assignTask, closeTask, countWaitingTasks, getLedgerTask, listLedgerTasks, planTask, reportTask, resumeTask, returnTask, startTask, submitTask, summariseTasks, suspendTask, verifyTask,
} from './contract/tasks.ts';

/** Those who keep the ledger. */
const KEEPERS = ['consortium-office', 'health-bureau'] as const;
/** Those who lead tasks: the same rights at their own organisation. */
const LEADS = ['consortium-office', 'health-bureau', 'insurance-bureau', 'insurance-office', 'referral-coordinator', 'index-manager', 'integrator'] as const;

export const contract = {
  module: 'task-ledger',
  title: { zh: '任务台账', en: 'Task ledger' },
  operations: {
    assignTask, assignBody, planTask, startTask, reportTask, submitTask, verifyTask, returnTask, closeTask, suspendTask, resumeTask, listLedgerTasks, getLedgerTask, countWaitingTasks, summariseTasks,
    publishBulletin, receiveBulletin, listBulletins, countWaitingBulletins, getBulletin, downloadBulletin,
  },
  permissions: {
    'task-ledger.read': { zh: '查看任务台账与通报', en: 'Read the ledger and its bulletins', roles: LEADS },
    'task-ledger.assign-task': { zh: '分派任务', en: 'Assign tasks', roles: KEEPERS },
    'task-ledger.assign-body': { zh: '指定单位对应机构', en: 'Say which organisation a body is', roles: KEEPERS },
    'task-ledger.plan-task': { zh: '制定任务计划', en: 'Plan tasks', roles: LEADS },
    'task-ledger.start-task': { zh: '启动任务', en: 'Start tasks', roles: LEADS },
    'task-ledger.report-task': { zh: '填报进展', en: 'Report progress', roles: LEADS },
    'task-ledger.submit-task': { zh: '提交佐证', en: 'Submit evidence', roles: LEADS },
    'task-ledger.verify-task': { zh: '核验任务', en: 'Verify tasks', roles: KEEPERS },
    'task-ledger.return-task': { zh: '退回任务', en: 'Return tasks', roles: KEEPERS },
    'task-ledger.close-task': { zh: '任务销号', en: 'Close tasks', roles: KEEPERS },
    'task-ledger.suspend-task': { zh: '暂缓任务', en: 'Suspend tasks', roles: KEEPERS },
    'task-ledger.resume-task': { zh: '恢复任务', en: 'Resume tasks', roles: KEEPERS },
    'task-ledger.publish-bulletin': { zh: '发布通报', en: 'Publish bulletins', roles: KEEPERS },
    'task-ledger.receive-bulletin': { zh: '签收通报', en: 'Acknowledge bulletins', roles: LEADS },
  },
  problems: {
    'task-ledger.resolution-needed': { kind: 'business-rule', zh: '暂缓重点任务须引用决议。请先在“议事与决议”中开会表决，再填决议号。', en: 'A key task is suspended by a resolution only. Hold the meeting under governance first, then give its number.' },
    'task-ledger.no-resolution': { kind: 'invalid', zh: '本台账单位的议事机构没有这个编号的决议，或其类别不是“例外”“一般”。', en: 'The bodies of the keeper have no resolution of this number about an exception or a general matter.' },
    'task-ledger.wrong-state': { kind: 'conflict', zh: '任务当前状态不能办理此事项，请刷新后查看可办事项。', en: 'The task is not in a state for this. Refresh to see what can be done now.' },
    'task-ledger.unknown': { kind: 'not-found', zh: '没有这项任务或通报。', en: 'There is no such task or bulletin.' },
    'task-ledger.milestone-unknown': { kind: 'invalid', zh: '计划中没有这个节点，请刷新后重选。', en: 'The plan has no such milestone. Refresh and choose again.' },
    'task-ledger.milestone-late': { kind: 'business-rule', zh: '节点日期晚于任务期限，请调整节点或请台账单位延长期限。', en: 'A milestone lies after the term of the task. Move it, or ask the keeper of the ledger for a later term.' },
    'task-ledger.organisation-unknown': { kind: 'invalid', zh: '没有这个机构，请从机构目录选择。', en: 'There is no such organisation. Choose one from the directory.' },
    'task-ledger.body-unknown': { kind: 'not-found', zh: '该政策没有任务由这个单位牵头或负责。', en: 'No task of this policy names this body.' },
    'task-ledger.own-verification': { kind: 'business-rule', zh: '提交人不能核验自己提交的任务，请由另一人核验。', en: 'Whoever submitted a task does not verify it. Another person does.' },
    'task-ledger.bulletin-exists': { kind: 'conflict', zh: '该季度、该政策的通报已发布，不可重发。', en: 'The bulletin of this quarter and policy is published and stays as it is.' },
    'task-ledger.already-received': { kind: 'conflict', zh: '本机构已签收该通报。', en: 'Your organisation has acknowledged this bulletin already.' },
    'task-ledger.bulletin-too-long': { kind: 'business-rule', zh: '超期或完成任务超过 500 项，请按政策分别发布通报，不会截短。', en: 'More than 500 tasks are overdue or finished. Publish one bulletin for each policy; none is cut.' },
    'task-ledger.nothing-to-report': { kind: 'business-rule', zh: '台账中没有任务，无法发布通报。', en: 'The ledger holds no task to report on.' },
  },
  events: {
    'task-ledger.task-registered': { zh: '任务已入账', en: 'A task entered the ledger' },
    'task-ledger.task-assigned': { zh: '任务已分派', en: 'A task was assigned' },
    'task-ledger.body-assigned': { zh: '单位已对应机构', en: 'A body was matched with an organisation' },
    'task-ledger.task-planned': { zh: '任务已计划', en: 'A task was planned' },
    'task-ledger.task-started': { zh: '任务已启动', en: 'A task was started' },
    'task-ledger.task-reported': { zh: '进展已填报', en: 'Progress was reported' },
    'task-ledger.task-submitted': { zh: '佐证已提交', en: 'Evidence was submitted' },
    'task-ledger.task-verified': { zh: '任务已核验', en: 'A task was verified' },
    'task-ledger.task-returned': { zh: '任务已退回', en: 'A task was returned' },
    'task-ledger.task-closed': { zh: '任务已销号', en: 'A task was closed' },
    'task-ledger.task-suspended': { zh: '任务已暂缓', en: 'A task was suspended' },
    'task-ledger.task-resumed': { zh: '任务已恢复', en: 'A task was resumed' },
    'task-ledger.task-overdue': { zh: '任务超期提醒', en: 'A task is past its term' },
    'task-ledger.bulletin-published': { zh: '通报已发布', en: 'A bulletin was published' },
    'task-ledger.bulletin-received': { zh: '通报已签收', en: 'A bulletin was acknowledged' },
  },
} as const satisfies ModuleContract;
