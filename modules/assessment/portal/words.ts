import { defineMessages } from '#platform/web/text/messages.ts';

export const words = defineMessages({
  entry: ['填写问卷', 'Answer a survey'], code: ['填答码', 'Code'],
  own: ['请我填写的调查', 'My surveys'], noOwn: ['目前没有请您填写的调查', 'No survey asks you at present'], fill: ['填写', 'Answer'],
  stop: ['以后不再邀请我', 'Ask me no more'], again: ['可以再邀请我', 'You may ask me again'], stopped: ['您已选择不再接受调查邀请', 'You are asked no more'], wish: ['调查意愿', 'My wish'],
});
