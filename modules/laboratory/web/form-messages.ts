import { defineMessages } from '#platform/web/text/messages.ts';

export const formMessages = defineMessages({
  register: ['登记标本', 'Register a specimen'], openBox: ['启用转运箱', 'Open a box'], lot: ['登记质控批号', 'Define a lot'], external: ['登记室间质评', 'Record an external round'], saved: ['已保存', 'Saved'],
  laboratory: ['送往', 'Sent to'], items: ['检验项目', 'Items'], urgent: ['急', 'Urgent'], tubeHint: ['扫描或输入管上的条码', 'Scan or type the code on the tube'], kindExample: ['例如 静脉血清', 'such as venous serum'], tissueExample: ['例如 胃窦活检', 'such as antral biopsy'],
  temperatureClass: ['运送温度', 'Kept at'], room: ['常温', 'Room'], cold: ['2–8 ℃', '2–8 °C'], frozen: ['冷冻', 'Frozen'], boxCode: ['箱号', 'Box code'], deviation: ['标准差', 'SD'],
});
