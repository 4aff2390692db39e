import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/use-document';
import { Console } from './app/console';
import { SettingsProvider } from './app/settings';
import { SETTINGS_KEY, readSettings } from './app/settings-store';
import { startI18n } from './i18n/i18n';
import './app/base.css';
import './app/parts.css';

const settings = readSettings(localStorage.getItem(SETTINGS_KEY));
await startI18n(settings.language);
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <SettingsProvider begin={settings}>
      <QueryClientProvider client={queryClient}>
        <Console />
      </QueryClientProvider>
    </SettingsProvider>
  </StrictMode>,
);
