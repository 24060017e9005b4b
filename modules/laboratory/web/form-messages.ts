import { defineMessages } from '#platform/web/text/messages.ts';

export const formMessages = defineMessages({
  register: ['登记标本', 'Register a specimen'], openBox: ['启用转运箱', 'Open a box'], lot: ['登记质控批号', 'Define a lot'], external: ['登记室间质评', 'Record an external round'], saved: ['已保存', 'Saved'],
  laboratory: ['送往', 'Sent to'], items: ['检验项目', 'Items'], urgent: ['急', 'Urgent'], tubeHint: ['扫描或输入管上的条码', 'Scan or type the code on the tube'], kindExample: ['例如 静脉血清', 'such as venous serum'], tissueExample: ['例如 胃窦活检', 'such as antral biopsy'],
  temperatureClass: ['运送温度', 'Kept at'], room: ['常温', 'Room'], cold: ['2–8 ℃', '2–8 °C'], frozen: ['冷冻', 'Frozen'], boxCode: ['箱号', 'Box code'], deviation: ['标准差', 'SD'],
});

export const pictureMessages = defineMessages({
  pictures: ['图片', 'Pictures'], none: ['还没有图片。大体照片和镜下图片会一起印在报告里。', 'No picture yet. Photographs of the specimen and of slides are printed in the report.'], report: ['图文报告 PDF', 'Illustrated report (PDF)'],
  withdraw: ['撤下', 'Take out'], loading: ['正在载入', 'Loading'], of: ['图片内容', 'Shows'], gross: ['大体标本', 'Gross specimen'], caption: ['说明', 'Caption'], captionExample: ['例如 HE ×100 导管上皮增生', 'such as HE ×100 ductal hyperplasia'],
  captionFirst: ['先写说明', 'Write the caption first'], add: ['添加图片', 'Add a picture'], noPicture: ['这个文件不是图片', 'This file is no picture'],
});
