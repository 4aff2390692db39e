import { MenuOutlined } from '@ant-design/icons';
import { Button, Drawer, Layout } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Outlet, useLocation } from 'react-router';
import { useWords } from '../i18n/use-words';
import { useIsNarrow } from '../parts/use-narrow';
import { AccountMenu } from './account-menu';
import { DisplaySettings } from './display-settings';
import { EnvironmentTag } from './environment-tag';
import { FindBox } from './find-box';
import { LiveMark, StaleBar } from './live-mark';
import { SideMenu } from './side-menu';
import './shell.css';

/** The frame of every page. On a narrow screen the menu is a drawer and the find box has a row of its own. */
export function Shell() {
  const { say } = useWords();
  const narrow = useIsNarrow(900);
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    setOpen(false);
    // Another page was asked for: a reader of the screen goes on at its beginning.
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
    window.scrollTo(0, 0);
  }, [pathname]);

  return (
    <Layout className="shell">
      <a className="skip" href="#main">{say('app.skip')}</a>
      <header className="shell-header">
        {narrow && <Button type="text" icon={<MenuOutlined />} aria-label={say('app.openMenu')} aria-expanded={open} onClick={() => setOpen(true)} />}
        <div className="shell-name"><span className="shell-mark" aria-hidden="true" />{say('app.name')}<span className="shell-console">{say('app.console')}</span></div>
        <EnvironmentTag />
        <FindBox />
        <span className="shell-space" />
        <LiveMark />
        <DisplaySettings />
        <AccountMenu />
      </header>
      <div className="shell-body">
        {narrow
          ? <Drawer open={open} onClose={() => setOpen(false)} placement="left" size={240} title={say('app.menu')} styles={{ body: { padding: 8 } }}><SideMenu /></Drawer>
          : <div className="shell-side"><SideMenu /></div>}
        <main id="main" className="shell-main" tabIndex={-1} ref={main}>
          <StaleBar />
          <Outlet />
        </main>
      </div>
    </Layout>
  );
}
