import { UserOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import { goToSignIn, post } from '../api/http';
import { useWords } from '../i18n/use-words';
import { useIsNarrow } from '../parts/use-narrow';
import { useSession } from './session';

/** Who is signed in, what they may see, and the way out. */
export function AccountMenu() {
  const { say, code } = useWords();
  const { session: { name, login, roles, scope } } = useSession();
  const narrow = useIsNarrow(1200);
  const [leaving, setLeaving] = useState(false);
  const signOut = async () => {
    setLeaving(true);
    // Whatever the answer, the sign-in page tells the truth about the session.
    await post('/sign-out').catch(() => undefined);
    goToSignIn();
  };
  const content = (
    <div className="account">
      <strong>{name}</strong>
      <span className="quiet">{login}</span>
      <dl className="facts facts-tight">
        <dt>{say('app.roles')}</dt><dd>{roles.map((role) => code('role', role)).join(' / ')}</dd>
        <dt>{say('app.scope')}</dt><dd>{scope === null ? say('app.scopeAll') : scope.join(' ')}</dd>
      </dl>
      <Button block loading={leaving} onClick={() => void signOut()}>{say('app.signOut')}</Button>
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content}>
      <Button type="text" icon={<UserOutlined />} aria-label={`${say('app.account')} ${name}`}>{narrow ? null : <span className="account-name">{name}</span>}</Button>
    </Popover>
  );
}
