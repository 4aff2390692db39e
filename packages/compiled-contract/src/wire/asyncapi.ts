import { CONTRACT_VERSION, type EnvironmentCode, HUB, cloudEventHeaders, headers, subjects, v1 } from '@tongban/contracts';
import { type CompiledFlow, type MessageSpec, personalMessageName, protoMessageName } from '@tongban/domain';
import { messageSides } from './message-sides';

export interface AsyncApiInput {
  readonly flow: CompiledFlow;
  readonly version: string;
  /** Digest of the version on the wire. */
  readonly schemaDigest: string;
  /** Protobuf package of the messages. */
  readonly packageName: string;
  /** Where the JSON Schema of a message is, relative to the document. */
  readonly schemaPath: (messageId: string) => string;
}
type Json = Readonly<Record<string, unknown>>;

const PROTOBUF = 'application/protobuf';
const parameter = (zh: string, en: string): Json => ({ description: `${zh} / ${en}` });
const PARAMETERS = {
  environment: { enum: ['production', 'sandbox', 'drill'], ...parameter('环境', 'Environment') },
  region: { enum: ['nat', 'jjj', 'yrd', 'gba', 'ccec'], ...parameter('本参与方的区域枢纽', 'Region of the participant') },
  participant: parameter('本参与方的六位代码', 'Six-digit code of the participant'),
  homeRegion: parameter('办件归属枢纽，即发起方的区域', 'Home region of the case: that of its opener'),
  fromRegion: parameter('办件归属枢纽', 'Home region of the case'),
  shard: parameter('办件编号所属分片', 'Shard of the case number'),
} as const;
const pick = (...names: (keyof typeof PARAMETERS)[]): Json => Object.fromEntries(names.map((name) => [name, PARAMETERS[name]]));

/**
 * AsyncAPI 3.0 document of one version of a flow, from the side of a participant's system: where it sends and where it receives, which messages either
 * side of a case sends, and what each holds. Subjects are those of `wire/names`; hosts and accounts are in a participant's credentials and not here.
 */
export function asyncApiDocument(input: AsyncApiInput): Json {
  const { flow, version, schemaDigest } = input;
  const sides = messageSides(flow);
  const ids = [...sides.keys()];
  const [environment, region] = ['{environment}' as EnvironmentCode, '{region}'];
  const inChannel = (channel: string, messages: readonly string[]) => messages.map((id) => ({ $ref: `#/channels/${channel}/messages/${id}` }));
  const channel = (address: string, parameters: Json, messages: readonly string[], description: string): Json =>
    ({ address, description, parameters, messages: Object.fromEntries(messages.map((id) => [id, { $ref: `#/components/messages/${id}` }])) });
  const sentBy = (side: 'opener' | 'counterpart') => ids.filter((id) => sides.get(id)?.has(side));
  const arrivingAt = (side: 'opener' | 'counterpart') => ids.filter((id) => [...(sides.get(id) ?? [])].some((one) => one !== side));
  const operation = (action: 'send' | 'receive', name: string, messages: readonly string[], summary: string): Json =>
    ({ action, channel: { $ref: `#/channels/${name}` }, summary, messages: inChannel(name, messages) });
  return {
    asyncapi: '3.0.0',
    info: {
      title: `${flow.flow.zh} / ${flow.flow.en}`, version: `${version}.0`,
      description: '跨省办件消息的流程契约。载荷为SignedMessage，其信封的data为本流程的消息；个人信息密封传送。 / Messages of cases of this flow. The payload is a SignedMessage, whose envelope carries one message of the flow as `data`; personal data travel sealed.',
      'x-flow-id': flow.id, 'x-flow-version': version, 'x-contract-version': CONTRACT_VERSION, 'x-schema-digest': schemaDigest,
    },
    defaultContentType: PROTOBUF,
    channels: {
      submit: channel(subjects.submit(environment, region, '{participant}', '{homeRegion}', 'message'), pick('environment', 'region', 'participant', 'homeRegion'), ids,
        '参与方向本区域提交消息，由JetStream存储 / Where a participant submits messages to its own region; stored by JetStream'),
      deliveries: channel(subjects.exchange(environment, '{fromRegion}', HUB, region, '{participant}', '{shard}', 'delivery'), pick('environment', 'fromRegion', 'region', 'participant', 'shard'), ids,
        '已登记的消息按序号投递给双方，含本方所发 / Where registered messages are delivered to both sides by number, a side\'s own among them'),
    },
    operations: {
      openerSends: operation('send', 'submit', sentBy('opener'), '发起方可发送的消息 / What the opener of a case may send'),
      counterpartSends: operation('send', 'submit', sentBy('counterpart'), '对方可发送的消息 / What the counterpart may send'),
      openerReceives: operation('receive', 'deliveries', arrivingAt('opener'), '发起方收到的对方与枢纽的消息 / What reaches the opener from the other side and the hub'),
      counterpartReceives: operation('receive', 'deliveries', arrivingAt('counterpart'), '对方收到的发起方与枢纽的消息 / What reaches the counterpart from the opener and the hub'),
    },
    components: { messages: Object.fromEntries(ids.map((id) => [id, messageObject(input, flow.messages.get(id)!, sides.get(id) ?? new Set())])) },
  };
}

function messageObject({ schemaDigest, packageName, schemaPath }: AsyncApiInput, { messageId, kind, zh, en }: MessageSpec, sides: ReadonlySet<string>): Json {
  return {
    name: messageId, title: `${zh} / ${en}`, summary: kind, contentType: PROTOBUF, headers: headersSchema(messageId, schemaDigest),
    correlationId: { description: '跨省办件编号 / Case number', location: `$message.header#/${headers.ceSubject}` },
    payload: { $ref: schemaPath(messageId) },
    'x-protobuf-open': `${packageName}.${protoMessageName(messageId)}`, 'x-protobuf-personal': `${packageName}.${personalMessageName(messageId)}`, 'x-sent-by': [...sides].sort(),
  };
}

/** CloudEvents 1.0 in NATS binary mode, as `cloudEventHeaders` writes them. */
function headersSchema(messageType: string, schemaDigest: string): Json {
  const fixed = cloudEventHeaders(v1.Envelope.create({ messageType, schemaDigest }));
  const constant = (name: string): Json => ({ type: 'string', const: fixed[name] });
  const text = (zh: string, en: string): Json => ({ type: 'string', description: `${zh} / ${en}` });
  const properties = {
    [headers.ceSpecversion]: constant(headers.ceSpecversion), [headers.ceType]: constant(headers.ceType), [headers.ceDataschema]: constant(headers.ceDataschema),
    [headers.ceDatacontenttype]: constant(headers.ceDatacontenttype), [headers.ceId]: text('消息号', 'Message id, a UUID'), [headers.ceSource]: text('发送方', 'Sender'),
    [headers.ceSubject]: text('跨省办件编号', 'Case number'), [headers.ceTime]: text('发生时间', 'When the matter happened, RFC 3339'), [headers.traceparent]: text('链路标识', 'W3C trace context'),
  };
  return { type: 'object', required: Object.keys(properties).filter((name) => name !== headers.traceparent), properties };
}
