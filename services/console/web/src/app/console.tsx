import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useEffect, useMemo } from 'react';
import { RouterProvider } from 'react-router';
import { fetchPages, router } from './routes';
import { SessionProvider } from './session';
import { useSettings } from './settings';
import { themeOf } from './theme';

export function Console() {
  const { dark, language } = useSettings();
  const theme = useMemo(() => themeOf(dark), [dark]);
  useEffect(() => { dayjs.locale(language === 'zh' ? 'zh-cn' : 'en'); }, [language]);
  useEffect(fetchPages, []);
  return (
    <ConfigProvider locale={language === 'zh' ? zhCN : enUS} theme={theme} button={{ autoInsertSpace: false }}>
      <SessionProvider>
        <RouterProvider router={router} />
      </SessionProvider>
    </ConfigProvider>
  );
}
