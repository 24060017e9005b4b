import { defineMessages } from '#platform/web/text/messages.ts';

export const messages = defineMessages({
  log: ['消息日志', 'Message log'], sites: ['接入系统', 'Connected systems'], mappings: ['映射', 'Mappings'], tables: ['表格导入', 'Tables in'],
  all: ['全部', 'All'], troubled: ['待处理', 'Needs somebody'], waiting: ['等待中', 'Waiting'], done: ['已完成', 'Done'],
  state: ['状态', 'State'], since: ['时长', 'Since'], direction: ['方向', 'Direction'], incoming: ['收', 'In'], outgoing: ['发', 'Out'], type: ['类型', 'Type'], number: ['编号', 'Number'], site: ['系统', 'System'],
  organisation: ['机构', 'Organisation'], kept: ['收到时间', 'Kept'], place: ['位置', 'Place'], reason: ['原因', 'Reason'], attempts: ['次数', 'Tries'], resources: ['资源', 'Resources'], warnings: ['警告', 'Warnings'], size: ['字节', 'Bytes'],
  nothing: ['没有消息', 'No messages'], nothingNext: ['登记接入系统后，对方发来的消息会出现在这里。', 'Register a system; its messages appear here.'],
  stuck: ['{count} 条消息已滞留超过 10 分钟，最早 {at}。请检查接收方或重新处理。', '{count} messages have waited for more than 10 minutes, the first since {at}. Look at the receiver or process them again.'],
  again: ['重新处理', 'Process again'], aside: ['搁置', 'Set aside'], body: ['查看原文', 'Read the body'], bodyWhy: ['原文含患者信息，请说明用途；查看将记入其访问记录。', 'The body holds a person’s data. Say what for; it is written into the access record.'],
  cut: ['过长，仅显示开头。', 'Too long; only the beginning is shown.'], answer: ['应答', 'Answer'], history: ['经过', 'What happened'], needs: ['没有此权限，请联系接口工程师。', 'Not permitted. Ask the integration engineer.'], onlyTroubled: ['只有失败或死信可以重新处理。', 'Only failed or dead messages are processed again.'],
  onlyDead: ['只有死信可以搁置。', 'Only dead letters are set aside.'], asked: ['已安排重新处理 {count} 条', '{count} are being processed again'],
  register: ['登记系统', 'Register a system'], change: ['修改', 'Change'], name: ['名称', 'Name'], application: ['发送应用 MSH-3', 'Sending application MSH-3'], facility: ['发送机构 MSH-4', 'Sending facility MSH-4'], host: ['发送地址', 'Send to host'], port: ['端口', 'Port'], tls: ['使用 TLS', 'TLS'],
  receives: ['接收其消息', 'Takes its messages'], active: ['启用', 'In use'], organisationId: ['机构', 'Organisation'], last: ['最近消息', 'Last message'], queue: ['排队', 'Queued'], saved: ['已保存', 'Saved'],
  coverage: ['各级接入（近 {days} 天有消息）', 'Connected by level (a message within {days} days)'], level: ['级别', 'Level'], connected: ['已接入', 'Connected'], registered: ['已登记', 'Registered'], total: ['机构数', 'Organisations'], share: ['接入率', 'Share'],
  noSites: ['尚未登记系统', 'No system yet'], noSitesNext: ['点“登记系统”，填写对方消息中的 MSH-3 与 MSH-4。', 'Register one with the MSH-3 and MSH-4 of its messages.'],
  sample: ['示例消息', 'Sample message'], rules: ['映射规则（YAML）', 'Rules (YAML)'], tryIt: ['试映射', 'Try'], save: ['保存新版本', 'Save as new version'], note: ['修改说明', 'What was changed'], version: ['版本', 'Version'], shipped: ['随系统提供', 'As shipped'], choose: ['选择映射', 'Mapping'],
  result: ['结果', 'Result'], covered: ['已映射 {mapped} / {filled} 个字段', '{mapped} of {filled} fields mapped'], unmapped: ['未映射字段', 'Fields not mapped'], faults: ['FHIR 校验', 'FHIR faults'], none: ['无', 'None'], acknowledgement: ['应答预览', 'Answer'],
  file: ['选择文件（CSV、Excel）', 'Choose a file (CSV, Excel)'], target: ['导入为', 'Import as'], residents: ['居民登记', 'Residents'], observations: ['检验与体征', 'Results and vital signs'], columns: ['列对应', 'Columns'], leave: ['不导入', 'Leave out'], rowNo: ['行', 'Row'],
  column: ['列', 'Column'], refused: ['退回', 'Refused'], rows: ['{total} 行，{faults} 行有问题', '{total} rows, {faults} with a fault'], startImport: ['开始导入', 'Import'], imports: ['导入记录', 'Imports'], progress: ['进度', 'Progress'], stop: ['停止', 'Stop'], report: ['退回清单', 'Refused rows'], outcome: ['结果', 'Outcome'],
  noImports: ['尚未导入过', 'Nothing imported yet'], noImportsNext: ['选择文件，核对列对应后开始。', 'Choose a file, check the columns, then import.'], charset: ['编码', 'Encoding'],
  running: ['进行中', 'Running'], finished: ['已完成', 'Done'], broken: ['中断', 'Broken off'], stopped: ['已停止', 'Stopped'], dayZone: ['时区', 'Time zone of its times'],
  received: ['已收', 'Received'], applied: ['已处理', 'Applied'], repeated: ['重复', 'Repeated'], failed: ['失败，将重试', 'Failed, tried again'], dead: ['死信', 'Dead letter'], queued: ['排队', 'Queued'], sent: ['已发出', 'Sent'], 'set-aside': ['已搁置', 'Set aside'], resent: ['重新处理', 'Run again'],
});
