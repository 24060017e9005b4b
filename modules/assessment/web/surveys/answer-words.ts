import { defineMessages } from '#platform/web/text/messages.ts';

export const words = defineMessages({
  code: ['填答码', 'Code'], next: ['下一步', 'Next'], send: ['提交', 'Send'], thanks: ['谢谢！您的回答已匿名保存。', 'Thank you. Your answer is kept without your name.'], anonymous: ['回答不记名，无法与您本人对应。', 'Answers hold no name and cannot be traced to you.'],
  another: ['填写另一份', 'Another one'],
});
