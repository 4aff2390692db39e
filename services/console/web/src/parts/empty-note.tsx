import { InboxOutlined } from '@ant-design/icons';

/** A list without rows says that this is so, and what would put some there. */
export function EmptyNote({ title, next }: { readonly title: string; readonly next?: string | undefined }) {
  return <div className="empty"><InboxOutlined aria-hidden="true" /><strong>{title}</strong>{next !== undefined && <span className="quiet">{next}</span>}</div>;
}
