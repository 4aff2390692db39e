import { DesktopOutlined, MoonOutlined, SettingOutlined, SunOutlined } from '@ant-design/icons';
import { Button, Popover, Segmented, Select } from 'antd';
import { useWords } from '../i18n/use-words';
import { useIsNarrow } from '../parts/use-narrow';
import { useSettings } from './settings';
import type { Theme } from './settings-store';
import { LANGUAGES, LANGUAGE_NAMES, type Language } from '../i18n/resources';
import type { Zone } from '../parts/time/instants';

/** Beside each other where there is room, else behind one button. */
export function DisplaySettings() {
  const { say } = useWords();
  const narrow = useIsNarrow(1200);
  if (!narrow) return <div className="display-row"><Controls /></div>;
  return (
    <Popover trigger="click" placement="bottomRight" title={say('app.settings')} content={<div className="display-list"><Controls worded /></div>}>
      <Button type="text" icon={<SettingOutlined />} aria-label={say('app.settings')} />
    </Popover>
  );
}

function Controls({ worded = false }: { readonly worded?: boolean }) {
  const { say } = useWords();
  const { language, zone, theme, change } = useSettings();
  const zones = [{ value: 'Asia/Shanghai', label: say('app.zoneShanghai') }, { value: 'UTC', label: say('app.zoneUtc') }];
  const themes = ([['auto', <DesktopOutlined key="a" />], ['light', <SunOutlined key="l" />], ['dark', <MoonOutlined key="d" />]] as const).map(([value, icon]) => {
    const name = { auto: say('app.themeAuto'), light: say('app.themeLight'), dark: say('app.themeDark') }[value];
    return worded ? { value, icon, label: name } : { value, icon: <span title={name}>{icon}<span className="hidden-words">{name}</span></span> };
  });
  return (
    <>
      <Select<Zone> value={zone} options={zones} onChange={(value) => change({ zone: value })} aria-label={say('app.zone')} popupMatchSelectWidth={false} className="zone-select" />
      <Segmented<Language> value={language} options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))} onChange={(value) => change({ language: value })} aria-label={say('app.language')} />
      <Segmented<Theme> value={theme} options={themes} onChange={(value) => change({ theme: value })} aria-label={say('app.theme')} />
    </>
  );
}
