import { defineMessages } from '#platform/web/text/messages.ts';

export const messages = defineMessages({
  portal: ['居民服务', 'For residents'],
  skip: ['跳到正文', 'Skip to content'],
  tabs: ['功能', 'Sections'],
  home: ['首页', 'Home'],
  hello: ['{name}，您好', 'Hello, {name}'],
  lineLost: ['网络中断，正在重连', 'Line lost, reconnecting'],
  waiting: ['{count} 项新内容', '{count} new'],
  nothing: ['暂无可用的服务', 'No services yet'],
  nothingNext: ['您所在的医共体开通服务后会显示在这里。', 'Services of your consortium will appear here.'],
  staffHere: ['这是居民使用的页面', 'These pages are for residents'],
  staffHereNext: ['您以工作人员身份登录，请使用工作台。', 'You are signed in as staff; please use the workbench.'],
  workbench: ['打开工作台', 'Open the workbench'],
  notAllowed: ['您暂时不能使用此功能', 'You cannot use this yet'],
  notAllowedNext: ['如有疑问，请联系您的签约家庭医生团队。', 'If in doubt, ask your family doctor team.'],
  notFound: ['没有这个页面', 'There is no such page'],
  backHome: ['回到首页', 'Back to the start'],
});
