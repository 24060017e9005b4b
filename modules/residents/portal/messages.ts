import { defineMessages } from '#platform/web/text/messages.ts';

export const messages = defineMessages({
  myCode: ['我的居民码', 'My code'],
  show: ['出示居民码', 'Show my code'],
  again: ['换一个', 'Make a new one'],
  alt: ['我的居民码二维码', 'QR code of my own'],
  what: [
    '就诊时请窗口或医生扫描。每个码只能用一次，两分钟内有效。',
    'Let the desk or doctor scan it. Each code works once, within two minutes.',
  ],
  consent: [
    '扫码的机构在 24 小时内可以查看您的健康档案。请只向您正在就诊的机构出示；谁看过，可在“谁看过”中查到。',
    'The place that scans it may read your health record for 24 hours. Show it only where you are being treated; “Who looked” tells who did.',
  ],
  expired: ['这个码已过期', 'This code has expired'],
  left: ['还有 {seconds} 秒', '{seconds} s left'],
});
