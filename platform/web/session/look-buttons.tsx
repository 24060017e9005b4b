import { BulbOutlined, DesktopOutlined, MoonOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { setLanguage, useLanguage } from '../text/language.ts';
import { useText } from '../text/messages.ts';
import { setThemeChoice, useThemeChoice, type ThemeChoice } from '../theme/theme-choice.ts';
import { sessionMessages } from './session-messages.ts';

const NEXT: Readonly<Record<ThemeChoice, ThemeChoice>> = { system: 'light', light: 'dark', dark: 'system' };
const ICONS = { system: <DesktopOutlined />, light: <BulbOutlined />, dark: <MoonOutlined /> } as const;
const TITLES = { system: sessionMessages.themeSystem, light: sessionMessages.themeLight, dark: sessionMessages.themeDark } as const;

/** Language and appearance, one button each. */
export function LookButtons() {
  const say = useText();
  const language = useLanguage();
  const theme = useThemeChoice();
  return (
    <>
      <Button type="text" lang={language === 'zh' ? 'en' : 'zh-CN'} aria-label={`${say(sessionMessages.languageShort)} · ${say(sessionMessages.language)}`} title={say(sessionMessages.language)} onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>
        {say(sessionMessages.languageShort)}
      </Button>
      <Button type="text" icon={ICONS[theme]} aria-label={say(TITLES[theme])} title={say(TITLES[theme])} onClick={() => setThemeChoice(NEXT[theme])} />
    </>
  );
}
