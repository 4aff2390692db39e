import { ApartmentOutlined, AuditOutlined, BookOutlined, CalendarOutlined, DashboardOutlined, FolderOpenOutlined, WarningOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { useWords } from '../i18n/use-words';
import { PLACES } from './places';
import { useSession } from './session';

const ICONS: Readonly<Record<(typeof PLACES)[number]['path'], ReactNode>> = {
  '/now': <DashboardOutlined />, '/cases': <FolderOpenOutlined />, '/failures': <WarningOutlined />, '/deadlines': <CalendarOutlined />, '/standards': <BookOutlined />, '/links': <ApartmentOutlined />, '/audit': <AuditOutlined />,
};

/** Plain links: they open in another tab, and say where they lead. */
export function SideMenu() {
  const { say } = useWords();
  const { may } = useSession();
  return (
    <nav aria-label={say('app.menu')}>
      <ul className="side-menu">
        {PLACES.filter(({ needs }) => may(needs)).map(({ path, title }) => (
          <li key={path}><NavLink to={path}><span aria-hidden="true" className="side-icon">{ICONS[path]}</span>{say(title)}</NavLink></li>
        ))}
      </ul>
    </nav>
  );
}
