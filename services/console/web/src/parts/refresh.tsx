import { ReloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useChangedSince } from '../api/use-live';
import { useWords } from '../i18n/use-words';

/** Asks anew; says when there is a reason to. Its width is that of its longer word, so that it does not push anything. */
export function Refresh({ askedAt, busy, onClick, follows = false }: { /** Whether what is logged may change it. */ readonly follows?: boolean; readonly askedAt: number; readonly busy: boolean; readonly onClick: () => void }) {
  const { say } = useWords();
  const changed = useChangedSince(askedAt) && follows;
  return <Button size="small" className={`refresh${changed ? ' refresh-due' : ''}`} icon={<ReloadOutlined spin={busy} />} onClick={onClick}>{changed ? say('app.changed') : say('app.refresh')}</Button>;
}
