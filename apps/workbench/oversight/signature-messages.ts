import { defineMessages } from '#platform/web/text/messages.ts';

export const signatureMessages = defineMessages({
  title: ['电子签名', 'Electronic signatures'],
  verify: ['核验全部签名', 'Verify all signatures'],
  running: ['正在核验', 'A check is under way'],
  never: ['尚未核验，共 {count} 个签名', 'Not checked yet; {count} signatures'],
  soFar: ['正在核验：{done} / {total}', 'Checking: {done} of {total}'],
  failed: ['核验未能完成', 'The check did not end'],
  whole: ['{signatures} 个签名、{documents} 份文件全部相符', '{signatures} signatures and {documents} documents, all as they were signed'],
  differs: ['{count} 处与签名不符', '{count} differences'],
  finding: ['情况', 'Finding'],
  document: ['文件', 'Document'],
  what: ['改动之处', 'What was changed'],
  signed: ['签名时间', 'Signed'],
  changed: ['内容被改动', 'The document was changed'],
  forged: ['签名记录被改动', 'The signature was changed'],
  'document-missing': ['文件已不存在', 'The document is gone'],
  'signature-missing': ['签名已不存在', 'The signature is gone'],
});
