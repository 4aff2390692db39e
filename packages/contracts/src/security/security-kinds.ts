import type { ErrorCode } from '../errors/catalogue';

const kind = (zh: string, en: string): { readonly zh: string; readonly en: string } => ({ zh, en });

/**
 * What is refused and worth a look of the security administrator, in words. Names are stable and are tokens of subjects: add freely, never rename or reuse.
 */
export const SECURITY_KINDS = {
  // The broker itself refused it.
  'login-refused': kind('登录被拒', 'A login was refused'),
  'connections-over-limit': kind('连接数超过上限', 'More connections than the account may have'),
  'connections-flood': kind('连接建立过于频繁', 'Connections are made far too often'),
  'subscriptions-over-limit': kind('订阅数达到上限', 'As many subscriptions as a connection may have'),
  'payload-over-limit': kind('报文超过代理上限', 'A payload larger than the broker takes'),
  'protocol-violation': kind('违反连接协议', 'The protocol of the connection was violated'),
  'connection-cut': kind('连接因不读取数据被切断', 'A connection that does not read was cut'),
  'leaf-not-itself': kind('叶节点自称其他区域', 'A leaf connection calls itself another region'),
  // Heard in an account, where nobody takes it.
  'subscription-not-allowed': kind('订阅了无权收听的主题', 'A subscription to what it may not hear'),
  'publish-as-another': kind('以他方名义发布', "Published under another participant's subject"),
  'publish-to-exchange': kind('直接向区域间交换主题发布', 'Published into the exchange between regions'),
  'publish-to-record': kind('直接向记录类主题发布', 'Published to a subject of the record'),
  'ask-a-service': kind('调用仅限运维人员或枢纽的服务', 'Asked a service that is for operators or hubs'),
  'ask-jetstream': kind('调用无权使用的流管理接口', 'Asked for what of the streams it may not use'),
  'ask-system': kind('调用代理的系统接口', 'Asked the system of the broker'),
  'publish-elsewhere': kind('向未开通的主题发布', 'Published to a subject that is nothing here'),
  'reply-forged': kind('伪造应答主题', 'A forged reply subject'),
  'header-not-allowed': kind('携带无权使用的消息头', 'A header that the sender may not use'),
  // The border or the home of a case refused it.
  'sender-not-itself': kind('冒用他方身份', 'Claimed to be somebody else'),
  'signature-refused': kind('签名或密钥不被认可', 'A signature or key that does not hold'),
  'content-changed': kind('内容与摘要不符', 'The content is not that of its digest'),
  'wrong-environment': kind('消息属于其他环境', 'A message of another environment'),
  'wrong-route': kind('发往并非归属的区域', 'Sent to a region that it does not belong to'),
  'oversize': kind('消息超过上限', 'A message larger than is taken'),
  'malformed': kind('无法解码的内容', 'Bytes that decode to nothing'),
  'not-a-party': kind('并非办件当事方', 'No party of the case'),
  'id-reused': kind('消息号重复用于不同内容', 'A message id used again for other bytes'),
  'repeated': kind('同一消息重复提交', 'The same message again'),
  'query-refused': kind('无权查询', 'A query that it is not entitled to'),
  'query-flood': kind('查询过多', 'More queries at a time than are answered'),
  'message-flood': kind('提交过快，排队等待', 'Submits far faster than is taken; what is too fast waits'),
} as const;
export type SecurityKind = keyof typeof SECURITY_KINDS;
export const isSecurityKind = (value: string): value is SecurityKind => Object.hasOwn(SECURITY_KINDS, value);

/** Refusals by hubs that are more than a mistake in a form. */
const KIND_OF_ERROR: Readonly<Partial<Record<ErrorCode, SecurityKind>>> = {
  'sender.not-itself': 'sender-not-itself', 'sender.not-actor': 'sender-not-itself', 'signature.missing': 'signature-refused', 'signature.invalid': 'signature-refused', 'signature.unknown-key': 'signature-refused',
  'signature.other-owner': 'signature-refused', 'digest.mismatch': 'content-changed', 'attachment.corrupt': 'content-changed', 'attachment.claim-invalid': 'content-changed', 'message.wrong-environment': 'wrong-environment',
  'route.wrong-home': 'wrong-route', 'message.too-large': 'oversize', 'message.malformed': 'malformed', 'sender.not-party': 'not-a-party', 'message.id-reused': 'id-reused', 'query.forbidden': 'query-refused',
  'attachment.leave-invalid': 'query-refused', 'registry.actor-not-allowed': 'query-refused',
};
export const securityKindOf = (code: ErrorCode): SecurityKind | undefined => KIND_OF_ERROR[code];
