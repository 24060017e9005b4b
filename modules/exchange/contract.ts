import type { ModuleContract } from '#platform/kernel/contract.ts';
import { getMapping, listMappings, previewMapping, previewOutgoing, saveMapping } from './contract/mappings.ts';
import { applyMessage, countMessages, getMessage, listMessages, readMessageBody, rerunMessage, rerunMessages, sendMessage, setMessageAside } from './contract/messages.ts';
import { changeSite, connectionCoverage, listExchangeSites, registerSite } from './contract/sites.ts';
import { cancelTableImport, importTable, listTableFaults, listTableImports, previewTable } from './contract/tables.ts';

const DESK = ['integrator'] as const;

export const contract = {
  module: 'exchange',
  title: { zh: '数据交换', en: 'Exchange' },
  operations: {
    listMessages, countMessages, getMessage, readMessageBody, rerunMessage, rerunMessages, setMessageAside, applyMessage, sendMessage, listExchangeSites, registerSite, changeSite,
    connectionCoverage, listMappings, getMapping, saveMapping, previewMapping, previewOutgoing, previewTable, importTable, cancelTableImport, listTableImports, listTableFaults,
  },
  permissions: {
    'exchange.read-log': { zh: '查看消息日志与接入系统', en: 'See the message log and connected systems', roles: [...DESK, 'system-administrator', 'consortium-office'] },
    'exchange.read-body': { zh: '查看消息原文（敏感，留痕）', en: 'Read bodies of messages (sensitive, recorded)', roles: DESK },
    'exchange.rerun-message': { zh: '重新处理消息', en: 'Process messages again', roles: DESK },
    'exchange.set-message-aside': { zh: '搁置死信', en: 'Set dead messages aside', roles: DESK },
    'exchange.apply-message': { zh: '递交 HL7、CDA 文件', en: 'Hand in HL7 and CDA files', roles: DESK },
    'exchange.send-message': { zh: '发出消息', en: 'Send messages', roles: DESK },
    'exchange.manage-sites': { zh: '登记接入系统', en: 'Register connected systems', roles: DESK },
    'exchange.read-coverage': { zh: '查看接入覆盖', en: 'See who is connected', roles: [...DESK, 'consortium-office', 'health-bureau', 'system-administrator'] },
    'exchange.read-mappings': { zh: '查看并试用映射', en: 'See and try mappings', roles: DESK },
    'exchange.save-mapping': { zh: '保存映射', en: 'Save mappings', roles: DESK },
    'exchange.import-table': { zh: '导入表格', en: 'Import tables', roles: [...DESK, 'index-manager'] },
  },
  problems: {
    'exchange.message-unknown': { kind: 'not-found', zh: '没有这条消息。', en: 'This message does not exist.' },
    'exchange.message-wrong-state': { kind: 'conflict', zh: '消息当前状态不允许此操作：只有失败或死信可以重新处理或搁置。请刷新日志。', en: 'The present state does not allow this: only failed or dead messages are run again or set aside. Refresh the log.' },
    'exchange.site-unknown': { kind: 'not-found', zh: '没有这个接入系统。', en: 'This system is not registered.' },
    'exchange.site-name-taken': { kind: 'conflict', zh: '已有系统使用同样的 MSH-3 与 MSH-4，请核对。', en: 'Another system uses the same MSH-3 and MSH-4. Check them.' },
    'exchange.site-target-incomplete': { kind: 'invalid', zh: '发送地址与端口须同时填写。', en: 'Give host and port together.' },
    'exchange.site-name-missing': { kind: 'invalid', zh: 'MSH-3 与 MSH-4 至少填写一项。', en: 'Give MSH-3 or MSH-4.' },
    'exchange.site-sends-nowhere': { kind: 'business-rule', zh: '该系统没有发送地址，请先登记地址和端口。', en: 'This system has no address to send to. Register host and port first.' },
    'exchange.mapping-unknown': { kind: 'not-found', zh: '没有这份映射。', en: 'This mapping does not exist.' },
    'exchange.mapping-invalid': { kind: 'invalid', zh: '映射有误，请按所列位置修改。', en: 'The mapping has mistakes at the places listed.' },
    'exchange.mapping-changed': { kind: 'conflict', zh: '他人已保存更新的版本，请重新打开后再改。', en: 'Somebody saved a newer version. Open it again and repeat the change.' },
    'exchange.message-refused': { kind: 'invalid', zh: '消息不能解析，请看所列位置。', en: 'The message cannot be read. See the place listed.' },
    'exchange.no-mapping': { kind: 'unsupported', zh: '没有适用于此消息类型的映射。', en: 'No mapping fits this type of message.' },
    'exchange.resource-unknown': { kind: 'not-found', zh: '没有这份资源。', en: 'This resource does not exist.' },
    'exchange.cannot-send': { kind: 'unsupported', zh: '此类资源不能按该事件发出。', en: 'This resource cannot be sent as that event.' },
    'exchange.table-unreadable': { kind: 'invalid', zh: '文件不是可读的 CSV 或 Excel 表格，请另存后重试。', en: 'The file is no readable CSV or Excel table. Save it again and retry.' },
    'exchange.columns-missing': { kind: 'invalid', zh: '必需的列没有对应，请在列对应中指定。', en: 'A required column is not assigned. Assign it.' },
    'exchange.no-organisation': { kind: 'forbidden', zh: '请先选择代表的机构。', en: 'Choose the organisation you act for first.' },
    'exchange.import-unknown': { kind: 'not-found', zh: '没有这次导入。', en: 'This import does not exist.' },
    'exchange.import-over': { kind: 'conflict', zh: '导入已结束，不能停止。', en: 'The import is over and cannot be stopped.' },
  },
  events: {
    'exchange.message-applied': { zh: '消息已处理', en: 'A message was applied' },
    'exchange.message-dead': { zh: '消息进入死信', en: 'A message went to the dead letters' },
    'exchange.message-rerun': { zh: '消息已重新处理', en: 'A message was processed again' },
    'exchange.messages-rerun': { zh: '一批消息将重新处理', en: 'Messages will be processed again' },
    'exchange.message-set-aside': { zh: '死信已搁置', en: 'A dead message was set aside' },
    'exchange.message-handed-in': { zh: '文件已递交', en: 'A file was handed in' },
    'exchange.message-queued': { zh: '消息已排队发出', en: 'A message was queued for sending' },
    'exchange.body-read': { zh: '消息原文被查看', en: 'The body of a message was read' },
    'exchange.site-registered': { zh: '系统已登记', en: 'A system was registered' },
    'exchange.site-changed': { zh: '系统已修改', en: 'A system was changed' },
    'exchange.mapping-saved': { zh: '映射已保存', en: 'A mapping was saved' },
    'exchange.table-import-started': { zh: '表格导入已开始', en: 'An import of a table began' },
    'exchange.table-import-cancelled': { zh: '表格导入已停止', en: 'An import of a table was stopped' },
  },
} as const satisfies ModuleContract;
