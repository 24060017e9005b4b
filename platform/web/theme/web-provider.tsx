import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { QueryClientProvider } from '@tanstack/react-query';
import { createQueryClient } from '../client/query-client.ts';
import { LANGUAGE_TAGS, useLanguage } from '../text/language.ts';
import { ConfirmReasonHost } from '../form/confirm-reason.tsx';
import { Announcer } from '../layout/announcer.tsx';
import { Toasts } from '../layout/toasts.tsx';
import { antdTheme, paletteFor, type Density } from './antd-theme.ts';
import { useDark, useMedia } from './theme-choice.ts';
import { cssVariables } from './tokens.ts';
import './base.css';
import './kit.css';

/** Once around each shell: colours, language, queries, toasts, the announcer and the reason dialog. */
export function WebProvider({ density, children }: { density: Density; children: ReactNode }) {
  const dark = useDark();
  const language = useLanguage();
  const calm = useMedia('(prefers-reduced-motion: reduce)');
  const [queries] = useState(createQueryClient);
  const theme = useMemo(() => antdTheme({ dark, density, motion: !calm }), [dark, density, calm]);
  useEffect(() => {
    const root = document.documentElement;
    root.lang = LANGUAGE_TAGS[language];
    root.dataset['theme'] = dark ? 'dark' : 'light';
    root.dataset['density'] = density;
    for (const [name, colour] of Object.entries(cssVariables(paletteFor(dark)))) root.style.setProperty(name, colour);
  }, [dark, density, language]);
  return (
    <ConfigProvider theme={theme} locale={language === 'zh' ? zhCN : enUS} button={{ autoInsertSpace: false }}>
      <QueryClientProvider client={queries}>
        {children}
        <ConfirmReasonHost />
        <Toasts />
        <Announcer />
      </QueryClientProvider>
    </ConfigProvider>
  );
}
