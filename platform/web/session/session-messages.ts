import { defineMessages } from '../text/messages.ts';

export const sessionMessages = defineMessages({
  product: ['医共', 'Yigong'],
  login: ['登录名', 'Login'],
  loginNeeded: ['请填写登录名', 'Enter your login'],
  password: ['密码', 'Password'],
  passwordNeeded: ['请填写密码', 'Enter your password'],
  signIn: ['登录', 'Sign in'],
  signOut: ['退出登录', 'Sign out'],
  signInTitle: ['登录工作台', 'Sign in to the workbench'],
  signInPortal: ['居民登录', 'Sign in'],
  expiredTitle: ['登录已过期', 'Your sign-in has expired'],
  expiredText: ['请{name}重新登录后继续。页面和已填写的内容都还在。', '{name}, sign in again to go on. The page and what you typed are still here.'],
  needsSetUp: ['系统尚未建立账户。请打开服务器启动时显示的一次性链接，建立首位管理员。', 'There is no account yet. Open the one-time link that the server printed at its start to make the first administrator.'],
  cannotReach: ['暂时连不上服务器', 'The server cannot be reached'],
  language: ['Switch to English', '切换到中文'],
  languageShort: ['EN', '中文'],
  themeLight: ['外观：浅色', 'Appearance: light'],
  themeDark: ['外观：深色', 'Appearance: dark'],
  themeSystem: ['外观：跟随系统', 'Appearance: as the system'],
});
