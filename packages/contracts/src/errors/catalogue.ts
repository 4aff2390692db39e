/** Where in the path a failure was found. */
export type ErrorLayer = 'transport' | 'trust' | 'authorisation' | 'routing' | 'schema' | 'business';
/** Whose side must change something. */
export type ErrorSide = 'sender' | 'hub' | 'recipient' | 'operator';

export interface ErrorTraits {
  readonly layer: ErrorLayer;
  readonly side: ErrorSide;
  /** The same bytes may succeed later without anybody changing them. */
  readonly retryable: boolean;
  readonly zh: string;
  readonly en: string;
  /** What the one who acts does next. */
  readonly nextZh: string;
  readonly nextEn: string;
}

const sender = (layer: ErrorLayer, zh: string, en: string, nextZh: string, nextEn: string): ErrorTraits =>
  ({ layer, side: 'sender', retryable: false, zh, en, nextZh, nextEn });

const FIX_FIELD = ['按路径改正该字段后以新消息号重新发送', 'Correct the field at the path and send it as a new message'] as const;
const field = (zh: string, en: string): ErrorTraits => sender('schema', zh, en, ...FIX_FIELD);

/**
 * The one catalogue of stable error codes. Codes cross provinces, receipts and dashboards: add freely, never rename
 * or reuse. `tongban explain CODE` prints an entry.
 */
export const ERROR_CATALOGUE = {
  // transport
  'message.malformed': sender('transport', '消息无法按契约解码', 'The bytes are not a message of the contract', '用SDK或.proto重新编码后再发送', 'Encode the message with the SDK or the published .proto and send it again'),
  'message.too-large': sender('transport', '消息超过1 MiB上限', 'The message is larger than 1 MiB', '把大文件作为附件摘要传送', 'Send large content as an attachment claim'),
  'message.expired': sender('transport', '消息在收到前已过失效时间', 'The message was past its expiresAt when it was received', '核对失效时间后以新消息号重新发送', 'Check the expiry and send a new message'),
  'message.id-reused': sender('transport', '同一消息号对应不同内容', 'The message id was used before for other bytes', '为新内容使用新的消息号', 'Use a new message id for new content'),
  'message.wrong-environment': sender('transport', '消息环境与枢纽环境不一致', 'The message belongs to another environment', '连接到与消息相同的环境', 'Connect to the environment the message is meant for'),
  'contract.unsupported': sender('transport', '契约版本不受支持', 'The contract version is not served here', '升级SDK到枢纽支持的契约版本', 'Upgrade the SDK to a contract version the hub serves'),
  'envelope.invalid': sender('transport', '信封字段缺失或有误', 'An envelope attribute is missing or wrong', '按路径改正信封字段后重新发送', 'Correct the envelope attribute at the path and send it again'),
  // trust
  'signature.missing': sender('trust', '消息没有签名', 'The message is not signed', '使用已登记的密钥签名', 'Sign with a registered key'),
  'signature.invalid': sender('trust', '签名与内容不符', 'The signature does not match the bytes', '检查密钥与签名的字节后重新发送', 'Check the key and the signed bytes and send again'),
  'signature.unknown-key': sender('trust', '密钥未登记或不在有效期', 'The key is not registered or not valid at that time', '向枢纽登记有效密钥', 'Register a valid key with the hub'),
  'signature.self-test-failed': {
    layer: 'trust', side: 'operator', retryable: false, zh: '本机密码运算与标准公布的结果不符', en: 'This machine does not compute what the cryptographic standards print',
    nextZh: '更换Node.js或OpenSSL版本后重新启动', nextEn: 'Start again with another version of Node.js or OpenSSL',
  },
  'credentials.invalid': {
    layer: 'trust', side: 'operator', retryable: false, zh: '凭证或公钥文件无法读取或内容有误', en: 'A file of credentials or public keys cannot be read or is wrong',
    nextZh: '按所列文件与路径改正，或向枢纽重新领取该文件；内容不会显示', nextEn: 'Correct the file at the paths that are named, or get it anew from the hub; what it contains is never shown',
  },
  'credentials.on-command-line': {
    layer: 'trust', side: 'operator', retryable: false, zh: '命令行上不得出现口令或密钥', en: 'A secret stands on the command line, where everybody on the machine can read it',
    nextZh: '改由环境变量或文件给出；已出现在命令行上的密钥应视为泄露并更换', nextEn: 'Give it in the environment or in a file; replace a secret that has stood there',
  },
  'signature.other-owner': sender('trust', '签名密钥属于他人', 'The key belongs to somebody else than the one who is named', '使用本人的密钥签名', 'Sign with your own key'),
  'digest.mismatch': sender('trust', '载荷摘要与载荷不符', 'The payload digest does not match the payload', '对线上确切字节重新计算摘要', 'Compute the digest over the exact bytes'),
  'seal.erased': { layer: 'trust', side: 'hub', retryable: false, zh: '密封内容已依法删除', en: 'The sealed part was erased lawfully', nextZh: '不必处理；依据和文书见case show', nextEn: 'Nothing is to be done; case show names the legal basis and the document' },
  'receipt.not-entitled': sender('trust', '出具方无权作此声明', 'The claim is not for its issuer to make', '以该级应出具方的回执为准，并核对来源', 'Go by the receipt of the one whose claim it is, and ask where this one came from'),
  'receipt.other-message': sender('trust', '回执所指不是该消息', 'The receipt is about another message', '取回该消息自己的回执', 'Get the receipts of this message'),
  'seal.not-allowed': sender('trust', '该环境不接受此密封算法', 'The seal algorithm is not accepted in this environment', '使用环境允许的密封算法', 'Use a seal algorithm the environment allows'),
  'seal.no-key': {
    layer: 'trust', side: 'operator', retryable: false, zh: '收件方没有登记可用的密封密钥', en: 'A recipient has no sealing key that counts now',
    nextZh: '请所列参与方用participant new-key --use sealing生成并登记密封密钥，再发送', nextEn: 'Have the named participant make and register a sealing key (participant new-key --use sealing), then send again',
  },
  'seal.keys-missing': sender('trust', '密封内容缺少与之相符的包裹密钥', 'The wrapped keys of the sealed part are missing, too large or others', '用SDK重新发送，标头Tb-Wrapped-Keys须与密封内容一同传送', 'Send again with the SDK: the header Tb-Wrapped-Keys travels with what is sealed'),
  'seal.broken': sender('trust', '密封内容打不开：不是为该消息密封的，或已被改动', 'The sealed part does not open: it was sealed for another message or was changed', '重新密封后以新消息号发送', 'Seal it anew and send it as a new message'),
  'seal.key-unknown': {
    layer: 'trust', side: 'recipient', retryable: false, zh: '本系统没有打开它的密封密钥', en: 'This system does not have the sealing key it was sealed for',
    nextZh: '把所列密钥放回凭据文件（旧密钥不可删除）后重试该办件', nextEn: 'Put the named key back into the credentials (old ones are never removed) and retry the case',
  },
  // authorisation
  'sender.not-itself': sender('authorisation', '发送方不是连接的参与方', 'The sender is not the participant that is connected', '只以本参与方身份发送', 'Send only as the participant you are connected as'),
  'sender.not-party': sender('authorisation', '发送方不是该办件的当事方', 'The sender is no party of this case', '核对办件编号', 'Check the case number'),
  'sender.not-actor': sender('authorisation', '发送方不能代表该角色', 'The sender may not act for this actor', '由该角色所属一方发送', 'Let the side that the actor belongs to send it'),
  'participant.not-enabled': sender('authorisation', '一方未开通该事项', 'One side is not enabled for the item', '由所列参与方的区域枢纽登记开通后，以新消息重新打开', 'Have the region of the named participant enable it in its record, then open again with a new message'),
  'participant.key-unusable': sender('trust', '登记的公钥无法使用', 'A public key of the record cannot be used', '按所列路径改正公钥、算法或用途后重新起草', 'Correct the key, its algorithm or its use at the path and draft again'),
  'query.forbidden': sender('authorisation', '无权查询', 'Not entitled to this query', '只查询本方参与的办件', 'Ask only about cases you are a party of'),
  // routing
  'division.unknown': sender('routing', '行政区划代码不存在', 'The division code does not exist', '使用GB/T 2260代码', 'Use a GB/T 2260 code'),
  'division.not-addressable': sender('routing', '该区划没有接入枢纽的参与方', 'No participant of the hub serves this division', '改用可寻址的参与方', 'Use an addressable participant'),
  'parties.same-participant': sender('routing', '双方是同一参与方', 'Both sides are the same participant', '省内办件不经过枢纽', 'A case inside one participant does not pass the hub'),
  'route.wrong-home': sender('routing', '办件不属于该枢纽', 'The case is not homed at this hub', '按办件编号的区划发送', 'Send it to the home region of the case number'),
  'case.number-invalid': sender('routing', '办件编号格式或校验码有误', 'The case number is malformed or its check character is wrong', '核对办件编号', 'Check the case number'),
  'region.unreachable': { layer: 'routing', side: 'hub', retryable: true, zh: '区域暂时无法到达', en: 'The region cannot be reached at the moment', nextZh: '稍后重试，消息保留在发件箱', nextEn: 'Try again later; messages stay in the outbox' },
  // schema
  'item.unknown': sender('schema', '事项编码不存在', 'The item code does not exist', '查询事项目录', 'Look the item up in the catalogue'),
  'item.not-cross-province': sender('schema', '该事项不跨省办理', 'The item is not handled across provinces', '在本省办理', 'Handle it inside the province'),
  'item.no-flow': sender('schema', '该事项尚未发布流程', 'No flow is published for the item yet', '等待流程发布', 'Wait until a flow is published'),
  'item.suspended': { layer: 'business', side: 'operator', retryable: true, zh: '该事项或其流程暂停实施', en: 'The item or its flow is suspended', nextZh: '原消息留在发件箱，恢复实施后重发即可；可向标准归口单位询问', nextEn: 'Keep the message in the outbox and send the same bytes again once it is resumed; ask the owner of the standard' },
  'item.switched-off': sender('routing', '该事项在双方之间没有开通，不收新办件', 'The item is not switched on between the two sides: no new case begins', '按所列期限等待开通，或向所列枢纽询问；开通后以新消息重新打开', 'Wait until the date that is named, or ask the hub that is named; open again with a new message once it is on'),
  'item.hold-full': { layer: 'routing', side: 'operator', retryable: true, zh: '枢纽暂存的新办件已满', en: 'The hub holds as many new cases as it may', nextZh: '原消息留在发件箱，稍后重发即可；运维人员查看开关与放行速度', nextEn: 'Keep the message in the outbox and send the same bytes again later; operators look at the switches and their rates' },
  'item.withdrawn': sender('schema', '该事项或其流程已废止', 'The item or its flow was withdrawn', '改用替代的事项', 'Use the item that replaces it'),
  'flow.mismatch': sender('schema', '消息的流程与事项不一致', 'The flow of the message is not the flow of the item', '使用事项对应的流程', 'Use the flow of the item'),
  'schema.version-unknown': sender('schema', '消息模式版本未知', 'The schema version of the message is unknown here', '更新SDK的目录', 'Update the catalogue of the SDK'),
  'message.unknown-type': sender('schema', '流程没有该消息', 'The flow has no such message', '查询流程的消息清单', 'Look at the messages of the flow'),
  'message.invalid-fields': sender('schema', '字段校验未通过', 'Fields failed validation', '按所列路径改正后以新消息号重新发送', 'Correct the listed paths and send a new message'),
  'field.required': field('必填字段缺失', 'A required field is missing'),
  'field.unknown': field('没有这个字段', 'There is no such field'),
  'field.type': field('字段类型不符', 'The value has the wrong type'),
  'field.pattern': field('格式不符', 'The value does not match the pattern'),
  'field.length': field('长度超出允许范围', 'The length is out of range'),
  'field.range': field('数值超出允许范围', 'The value is out of range'),
  'field.too-many': field('列表项过多', 'The list has too many entries'),
  'field.not-in-list': field('不在代码表中', 'The code is not in the code list'),
  'field.code-not-in-force': field('该代码在办件发起之日不可用', 'The code did not count on the day the case was opened'),
  'field.date': field('日期或时间无效', 'The date or time is not valid'),
  'field.division': field('行政区划代码无效', 'The division code is not valid'),
  'field.identifier': field('标识号码校验不通过', 'The identifier fails its check'),
  'field.not-synthetic': field('沙箱只接受合成身份', 'The sandbox takes synthetic identities only'),
  // business
  'case.unknown': sender('business', '办件不存在', 'There is no such case', '核对办件编号', 'Check the case number'),
  'case.held': { layer: 'routing', side: 'operator', retryable: true, zh: '办件已接收，因开关暂存，放行后登记', en: 'The case is received and held by a switch; it is registered when it is released', nextZh: '不必重发；等待放行，或向所列枢纽询问', nextEn: 'Nothing is to be sent again: wait until it is released, or ask the hub that is named' },
  'case.number-taken': sender('business', '办件编号已被使用', 'The case number is already used', '生成新的办件编号重新打开', 'Make a new case number and open again'),
  'case.closed': sender('business', '办件已结束', 'The case is closed', '需要时打开后续办件', 'Open a successor case where one is allowed'),
  'case.too-long': sender('business', '办件消息数超过上限', 'The case has too many entries', '打开后续办件', 'Open a successor case'),
  'successor.not-allowed': sender('business', '不能以该办件为前序办件', 'This case may not be opened as the successor of that one', '查询前序办件的可办事项，由有权的一方按所列类型打开后续办件', 'Ask for the next actions of the closed case, and let the side that may open a successor of a kind that is listed'),
  'message.not-allowed': sender('business', '当前状态不允许该消息', 'The message is not allowed in the present state', '查询下一步可办事项', 'Ask for the next actions of the case'),
  'entry.not-found': sender('business', '没有相符的入口', 'No entry of the flow fits the first message', '查询事项的入口', 'Look at the entries of the item'),
  'rule.amount-mismatch': sender('business', '金额不一致', 'The amounts differ', '核对金额', 'Check the amounts'),
  'rule.duplicate-transfer': sender('business', '编号已被使用', 'The number was used before', '核对编号', 'Check the number'),
  'rule.division-of-actor': sender('business', '区划不属于该方', 'The division does not belong to that side', '核对区划', 'Check the division'),
  'rule.after-receipt': sender('business', '日期晚于收到之日', 'The date is later than the day of receipt', '核对日期', 'Check the date'),
  'rule.before-reference': sender('business', '日期早于参照日期', 'The date is before the reference date', '核对日期', 'Check the date'),
  'rule.material-exempt': sender('business', '该材料可通过数据共享获取，不得再要求申请人提交', 'The material is fetched by data sharing and is not asked for again', '通过数据共享获取该材料，从补正内容中删去', 'Fetch the material by data sharing and take it out of the supplement request'),
  'profile.limit-exceeded': sender('business', '承诺的日期晚于本区域协同要求的时限', "The date that is promised lies after the limit of the own region's profile", '在区域协同要求的时限之内承诺日期后重新发送', "Promise a date within the limit of the region's profile and send it again"),
  'profile.material-waived': sender('business', '本区域已免提交所索取的材料', 'A material is asked for that the own region has waived', '删去该材料后以新消息号重新发送，需要时经数据共享获取', 'Leave the material out and send a new message; fetch it by sharing where it is needed'),
  'personal-data.cross-border': sender('business', '未记载法律依据或未开通，个人信息不得由内地一方传往港澳', 'Personal data may not leave the mainland side: no legal basis is recorded for the case, or the pair is not switched on', '在首条消息中载明法律依据（代码与文件编号）后重新打开办件，并由两名管理员开通双方的个人信息跨境开关', 'Open the case anew with a legal basis (code and document number) in its first message, and have two stewards switch the pair on for personal data'),
  'recipient.rejected': { layer: 'business', side: 'recipient', retryable: false, zh: '接收方系统拒收', en: "The recipient's system rejected the message", nextZh: '按原因改正后重新发送', nextEn: 'Correct it as the reason says and send again' },
  'calendar.not-covered': { layer: 'business', side: 'operator', retryable: true, zh: '日历未覆盖该日期', en: 'The date is beyond the calendar data', nextZh: '导入国务院办公厅的节假日安排', nextEn: 'Import the holiday notice of that year' },
  // attachments
  'attachment.too-large': sender('business', '附件超过该事项的上限', 'The attachment is larger than the item allows', '压缩或拆分后重新附上', 'Make it smaller or split it, and attach it again'),
  'attachment.too-many': sender('business', '消息的附件数或总大小超过该事项的上限', 'The attachments of the message are more or larger than the item allows', '分几条消息发送，或减少附件', 'Send them with several messages, or fewer of them'),
  'attachment.type-not-allowed': sender('business', '该事项不接受此类型的附件', 'The item takes no attachment of this media type', '转换为该事项接受的类型后重新附上', 'Convert it to a type that the item takes, and attach it again'),
  'attachment.no-room': { layer: 'transport', side: 'operator', retryable: true, zh: '该参与方的附件空间已满', en: 'The participant has no room left for attachments', nextZh: '等待到期附件清除，或由运维人员扩大空间', nextEn: 'Wait until files that are due are deleted, or have an operator give more room' },
  'attachment.leave-invalid': sender('authorisation', '附件上传许可无效或已过期', 'The leave to store the attachment does not hold, or no more', '重新申请许可，已存入的部分保留', 'Ask for another leave; what is stored stays'),
  'attachment.claim-invalid': sender('trust', '附件声明与本消息或存储回执不符', 'An attachment of the message is not the one that was stored for it', '用本办件的附件及其存储回执重新发送', 'Send it with an attachment of this case and its receipt'),
  'attachment.missing': sender('business', '附件不存在或不完整', 'An attachment is not there, or not whole', '重新附上该文件后以新消息号发送', 'Attach the file again and send a new message'),
  'attachment.corrupt': sender('trust', '附件内容与其摘要不符', 'The bytes of an attachment are not those of its digest', '重新附上该文件后以新消息号发送', 'Attach the file again and send a new message'),
  'attachment.pending': { layer: 'transport', side: 'hub', retryable: true, zh: '附件尚未到达本区域', en: 'The attachment has not come to this region yet', nextZh: '稍后再取，区域间正在复制', nextEn: 'Fetch it again later; it is being copied between the regions' },
  // standards registry
  'registry.too-large': sender('transport', '登记命令或日志条目超过上限', 'The command or entry of a registry is too large', '分成几份草案分别发布', 'Publish it as several smaller drafts'),
  'registry.actor-not-allowed': sender('authorisation', '签署人不能下达此命令，或不能代表该单位', 'This signer may not give this command, or may not speak for that unit', '由有权的人员或该参与方自己签署', 'Let a person who may, or the participant itself, sign it'),
  'registry.chain-broken': { layer: 'trust', side: 'operator', retryable: false, zh: '登记日志的链不完整', en: 'The chain of a registry log is broken', nextZh: '停止使用该日志副本，从归口枢纽重新读取并查明原因', nextEn: 'Use that copy no more, read it again from the owner hub, and find out why' },
  'registry.command-invalid': sender('schema', '标准登记命令有误', 'A command to the registry is faulty', '按所列路径改正后以新命令号重新提交', 'Correct the listed paths and send it as a new command'),
  'registry.command-reused': sender('transport', '同一命令号对应不同内容', 'The command id was used before for another command', '为新命令使用新的命令号', 'Use a new command id for a new command'),
  'registry.copy-stale': {
    layer: 'trust', side: 'operator', retryable: true, zh: '登记副本久未得到其归口枢纽确认，按分级处置暂不办理', en: 'The copy of a registry has not been confirmed by its owner for too long: by the stages of the policy this is not taken now',
    nextZh: '原消息留在发件箱，副本得到确认后自动重发；运维人员用tongban status查看所列归口枢纽、所处级别和距下一级的时间，恢复与该枢纽的连接', nextEn: 'Keep the message in the outbox: it is sent again and taken once the copy is confirmed. Operators see owner, stage and countdown in tongban status and mend the connection to that hub',
  },
  'registry.gap': { layer: 'transport', side: 'hub', retryable: true, zh: '登记日志不连续', en: 'The log of the registry has a gap', nextZh: '从最后一个连续的序号起重新读取该日志', nextEn: 'Read that log again from the last number that follows' },
  'standard.wrong-owner': sender('routing', '该标准数据由另一枢纽归口', 'The artefact is owned by another hub', '向归口枢纽提交', 'Send it to the hub that owns the artefact'),
  'standard.wrong-step': sender('business', '当前阶段不允许该步骤', 'The step is not allowed at the present stage', '查询草案或版本的状态', 'Look at the status of the draft or version'),
  'standard.published-final': sender('business', '已发布的内容不得修改', 'What is published is never edited', '另立草案发布新版本，或提出勘误', 'Publish a new version by a new draft, or a corrigendum'),
  'standard.version-unknown': sender('business', '该版本不存在或未发布', 'There is no such published version', '查询已发布的版本', 'Look at the published versions'),
  'standard.version-not-newer': sender('business', '版本号须大于已发布的版本', 'The version must be greater than those published', '使用更大的版本号', 'Choose a greater version'),
  'standard.breaking-needs-major': sender('business', '不兼容的变更须提升主版本号', 'A breaking change needs a new major version', '提升主版本号并设过渡期，或改为兼容的变更', 'Raise the major version and give a transition window, or make the change compatible'),
  'standard.below-floor': sender('business', '不符合国家标准底线', 'It does not meet the national floor', '按所列日期与国家标准改正该值或其有效期后重新提交', 'Correct the value or its validity by the national standard of the day that is named, and submit it again'),
  'standard.below-profile': sender('business', '不符合区域协同要求', 'It does not meet what the region has harmonised', '按所列要求与日期改正后重新提交，或由区域修订协同要求', 'Correct it by the requirement and the day that are named, and submit it again; or have the region revise its profile'),
  'standard.transition-needed': sender('business', '不兼容的变更须设过渡期', 'A breaking change needs a transition window', '设至少一天的过渡期，或改为兼容的变更', 'Give at least one day of transition, or make the change compatible'),
  'standard.effective-too-early': sender('business', '实施时间早于发布时间', 'It would take effect before it is published', '修改草案的实施时间后重新审批', 'Revise the effective moment of the draft and have it approved again'),
  'standard.not-current': { layer: 'business', side: 'hub', retryable: true, zh: '枢纽无法证明其标准副本是最新的，暂不受理该事项的新办件', en: 'The hub cannot prove that its copy of the standards is current, and takes no new cases of the item', nextZh: '原消息留在发件箱，稍后重发即可；运维人员查看该区域与归口枢纽的连接', nextEn: 'Keep the message in the outbox and send the same bytes again later; operators look at the link to the hub that owns the standards' },
  'draft.unknown': sender('business', '草案不存在', 'There is no such draft', '核对草案编号', 'Check the id of the draft'),
  'consultation.open': sender('business', '征求意见尚未结束', 'The consultation is still open', '等待征求意见截止', 'Wait until the consultation ends'),
  'consultation.closed': sender('business', '不在征求意见期间', 'No consultation is open', '查询草案的状态', 'Look at the status of the draft'),
  'comment.unknown': sender('business', '意见不存在', 'There is no such comment', '核对意见序号', 'Check the number of the comment'),
  'comment.not-disposed': sender('business', '尚有意见未处理', 'A comment has no disposition yet', '对所列意见逐条处理并说明理由', 'Dispose of each listed comment and give the reason'),
  'approval.missing': sender('authorisation', '审批人数不足', 'Approvals are missing', '由两名不同人员各用本人密钥审批', 'Let two different persons approve, each with their own key'),
  'approval.own-draft': sender('authorisation', '起草人不得单独审批本人草案', "One's own draft cannot be approved alone", '由起草人以外的人员审批', 'Let somebody other than the drafter approve it'),
  'approval.same-person': sender('authorisation', '同一人不得重复审批', 'The same person cannot approve twice', '由另一人用本人密钥审批', 'Let another person approve with their own key'),
  'approval.same-key': sender('authorisation', '同一密钥不得用于两次审批', 'The same key cannot serve twice', '由另一人用本人密钥审批', 'Let another person approve with their own key'),
  'approval.digest-changed': sender('authorisation', '审批的摘要与现有内容不符', 'The approval names another digest than the text has now', '阅读现有内容后按其摘要审批', 'Read the present text and approve its digest'),
  'approval.sandbox-only': sender('authorisation', '代为审批只限沙箱', 'Approving on behalf of both stewards is for the sandbox only', '由两名标准管理员各用本人密钥审批后发布', 'Let two stewards approve, each with their own key, and publish then'),
  'migration.mapping-invalid': sender('business', '办件迁移的状态映射有误', 'The mapping of states for a migration of running cases is faulty', '按所列路径改正映射后重新演练', 'Correct the mapping at the listed paths and make the dry run again'),
  'migration.dry-run-missing': sender('authorisation', '未经演练不得迁移办件', 'No running case is migrated without a dry run first', '向每个枢纽就同一映射作演练后再提请', 'Have every hub make a dry run of the same mapping, then ask again'),
  'action.unknown': sender('business', '待确认的操作不存在', 'There is no such action to confirm', '查询待确认的操作', 'Look at the actions that wait for confirmation'),
  // the broker: its transport, its accounts and the keys to them
  'transport.insecure': { layer: 'trust', side: 'operator', retryable: false, zh: '本机以外的连接没有TLS保护', en: 'A connection that leaves this machine would have no TLS', nextZh: '用 --transport tls 或 mtls 启动，Redis 用 rediss://；或只在 127.0.0.1 上监听', nextEn: 'Start with --transport tls or mtls, give Redis as rediss://, or listen on 127.0.0.1 only' },
  'transport.certificate-missing': { layer: 'trust', side: 'operator', retryable: false, zh: '缺少TLS证书或其私钥', en: 'A TLS certificate or its key is missing', nextZh: '把所列文件放入证书目录后重试；不给目录则自动生成', nextEn: 'Put the files that are named into the directory of certificates and try again; without a directory they are made here' },
  'transport.not-trusted': { layer: 'trust', side: 'operator', retryable: false, zh: 'TLS握手失败：证书、签发机构或名称不被信任', en: 'The TLS handshake failed: certificate, authority or name is not trusted', nextZh: '用 tongban doctor 查明是有效期、签发机构还是名称，由所列一方更换证书', nextEn: 'tongban doctor says whether it is the dates, the authority or the name; the side it names replaces the certificate' },
  'broker.refused': { layer: 'authorisation', side: 'sender', retryable: false, zh: '消息服务器不接受此连接密钥', en: 'The broker does not accept the key of this connection', nextZh: '使用本参与方现行的连接密钥；已轮换或吊销时向区域运维人员索取', nextEn: 'Use the connection key in force; where it was replaced or revoked, ask the operators of the region' },
  'broker.key-invalid': sender('authorisation', '连接密钥无法这样变更', 'The connection keys cannot be changed like this', '核对公钥与现行密钥后重试', 'Check the public key and the keys in use, and try again'),
  'broker.config-invalid': { layer: 'authorisation', side: 'operator', retryable: false, zh: '生成的消息服务器配置未通过检查，没有生效', en: 'The generated configuration of a server failed its check and was not put in force', nextZh: '按服务器所述改正，再运行 tongban broker reload；现行配置未变', nextEn: 'Correct what the server names, then run tongban broker reload again; what is in force did not change' },
  'broker.reload-refused': { layer: 'transport', side: 'operator', retryable: false, zh: '消息服务器没有采用新配置', en: 'A server did not take the new configuration', nextZh: '查看该服务器的日志；仅重启才能生效的变更须在维护时段重启', nextEn: 'Look at the log of that server; what needs a restart waits for a maintenance window' },
  // hub and operator
  'catalogue.invalid': { layer: 'schema', side: 'operator', retryable: false, zh: '目录数据有误', en: 'The catalogue data is faulty', nextZh: '按所列路径改正目录数据', nextEn: 'Correct the catalogue data at the listed paths' },
  'query.invalid': sender('schema', '查询参数有误', 'A query parameter is wrong', '改正参数', 'Correct the parameter'),
  'erasure.ordered-already': sender('business', '该办件或消息已依法决定删除', 'The erasure of the case or message was ordered already', '用case show查看删除进度', 'See how far it is with case show'),
  'account.invalid': sender('authorisation', '账户有误', 'The account is not as accounts must be', '按所述改正后重试', 'Correct what is named and try again'),
  'account.unknown': sender('authorisation', '没有该账户', 'There is no such account', '用 tongban accounts list 查看账户', 'See the accounts with tongban accounts list'),
  'session.missing': sender('authorisation', '尚未登录或登录已过期', 'Nobody is signed in, or the session has ended', '重新登录', 'Sign in again'),
  'session.refused': sender('authorisation', '登录名或密码有误，或账户已停用', 'The login or the password is wrong, or the account is disabled', '核对后重试；忘记密码时由系统管理员用 tongban accounts reset 重置', 'Check them and try again; a forgotten password is replaced by the system administrator with tongban accounts reset'),
  'session.too-often': { layer: 'authorisation', side: 'sender', retryable: true, zh: '登录失败次数过多，请稍候', en: 'Too many failed attempts to sign in', nextZh: '一分钟后再试', nextEn: 'Try again in a minute' },
  'session.forbidden': sender('authorisation', '当前岗位无此权限', 'Your offices do not allow this', '由有此权限的岗位办理', 'Ask somebody whose office allows it'),
  'session.forged': sender('authorisation', '请求不是由本页面发出', 'The request does not come from a page of this console', '刷新页面后重试', 'Reload the page and try again'),
  'console.no-such-path': sender('routing', '没有该地址', 'There is nothing at this address', '核对地址，接口见 /api/v1/openapi.json', 'Check the address; the interface is at /api/v1/openapi.json'),
  'find.nothing': sender('business', '没有找到', 'Nothing was found', '核对查询值', 'Check the value'),
  'reason.personal-data': sender('business', '理由中含公民身份号码', "The reason contains a person's number", '删去个人信息，只写缘由与文书编号', 'Leave personal data out: say why, and name a document'),
  'failure.closed': sender('business', '该失败消息已处置', 'The failed message is dealt with already', '查看其处置记录，不必再次处置', 'Look at what was done about it; nothing is left to be done'),
  'failure.in-hand': { layer: 'transport', side: 'hub', retryable: true, zh: '该失败消息正在重试', en: 'The failed message is being retried now', nextZh: '稍后查看结果', nextEn: 'Look at the outcome shortly' },
  'failure.not-now': { layer: 'transport', side: 'hub', retryable: true, zh: '所依赖的内容尚未到达，暂不能处理', en: 'It cannot be handled yet: what it depends on is not here', nextZh: '待该区域的标准副本或登记更新后再重试', nextEn: 'Retry when the standards or records it needs have reached the region' },
  'alert.over': { layer: 'business', side: 'operator', retryable: false, zh: '该告警已恢复', en: 'The alert has recovered', nextZh: '不需要再确认；经过见tongban alerts list --state any', nextEn: 'There is nothing to take in hand; tongban alerts list --state any shows what it was' },
  'alert.not-delivered': { layer: 'transport', side: 'operator', retryable: true, zh: '告警未能送达接收方', en: 'Nobody could be told of an alert', nextZh: '检查接收告警的网址或邮件服务器；会自动再次发送', nextEn: 'Check the web address or the mail server that alerts go to; they are sent again by themselves' },
  'cure.not-stalled': { layer: 'transport', side: 'operator', retryable: false, zh: '该链路没有停滞', en: 'The link is not stalled', nextZh: '不需处置；流动中重新接上可能丢失消息，因此不予执行', nextEn: 'There is nothing to cure: attached anew while messages flow, a source may lose some' },
  'failure.edit-waits': { layer: 'business', side: 'operator', retryable: false, zh: '已有更正待另一人批准', en: 'A correction waits for a second person', nextZh: '先批准或撤下该更正', nextEn: 'Approve or refuse that correction first' },
  'failure.edit-none': { layer: 'business', side: 'operator', retryable: false, zh: '没有待批准的更正', en: 'No correction waits for approval', nextZh: '查看该失败消息的处置记录', nextEn: 'See what was done about the failed message' },
  'failure.edit-other': { layer: 'business', side: 'operator', retryable: false, zh: '更正与所见不同', en: 'It is another correction than the one that was seen', nextZh: '重新打开该失败消息，核对后再批准', nextEn: 'Open the failed message again, and approve what it shows' },
  'failure.edit-same-person': { layer: 'authorisation', side: 'operator', retryable: false, zh: '提出更正的人不得自行批准', en: 'Whoever proposes a correction may not approve it', nextZh: '请另一人批准', nextEn: 'Have another person approve it' },
  'failure.edit-personal': { layer: 'schema', side: 'operator', retryable: false, zh: '更正中含有个人信息', en: 'The correction holds personal data', nextZh: '只写公开字段；个人信息由发送方系统在发送时补入并封装', nextEn: 'Write open fields alone: the sender adds the personal part when it sends, and seals it' },
  'failure.edit-unsuited': { layer: 'business', side: 'operator', retryable: false, zh: '该失败消息不能更正', en: 'The failed message cannot be corrected', nextZh: '只有参与方发出的业务消息可以更正；其他的重试或放弃', nextEn: 'Only messages of participants are corrected; retry or discard others' },
  'failure.edit-needs-sender': { layer: 'authorisation', side: 'operator', retryable: false, zh: '更正须由发送方系统发送', en: 'The sender has to send the correction', nextZh: '请发送方按记录的消息号与原消息号发送，或在其系统上用tongban failures send补入个人信息', nextEn: 'Have the sender send it with the message id and the causation on record, or with tongban failures send where its personal part is at hand' },
  'failure.handler-elsewhere': { layer: 'routing', side: 'operator', retryable: false, zh: '处理该消息的消费者不在此枢纽进程中', en: 'The consumer that gave up is not read by the process that answers', nextZh: '在以一个进程运行全部服务的枢纽上重试，或确认该流仍然存在', nextEn: 'Retry where one process runs all services of the region, or check that the stream is still there' },
  'clock.not-settable': { layer: 'authorisation', side: 'operator', retryable: false, zh: '该环境不能设置业务时钟', en: 'The business clock of this environment cannot be set', nextZh: '只在沙箱中设置', nextEn: 'Set it in the sandbox only' },
  'hub.starting': { layer: 'transport', side: 'hub', retryable: true, zh: '枢纽正在启动', en: 'The hub is starting', nextZh: '稍后重试', nextEn: 'Try again shortly' },
  'hub.unreachable': { layer: 'transport', side: 'hub', retryable: true, zh: '枢纽无法连接', en: 'The hub cannot be reached', nextZh: '确认枢纽已启动', nextEn: 'Check that the hub is running' },
  'hub.busy': { layer: 'transport', side: 'hub', retryable: true, zh: '枢纽繁忙', en: 'The hub has too many queries in hand', nextZh: '稍后重试', nextEn: 'Try again shortly' },
  'hub.storage-full': { layer: 'transport', side: 'operator', retryable: true, zh: '枢纽存储空间已满', en: 'The stream has no room left', nextZh: '扩大该流的存储上限或释放磁盘空间', nextEn: 'Raise the limit of the stream or free disk space' },
  'log.conflict': { layer: 'transport', side: 'hub', retryable: true, zh: '办件日志已被他人先行追加', en: 'Another append to the same log came first', nextZh: '重新读取日志后再决定', nextEn: 'Read the log again and decide anew' },
  'log.newer-format': { layer: 'transport', side: 'operator', retryable: true, zh: '日志由更新的版本写入', en: 'The log was written by a later release', nextZh: '升级该枢纽，日志原样保留', nextEn: 'Upgrade this hub; the log stays as it is' },
  'server.too-old': { layer: 'transport', side: 'operator', retryable: false, zh: '消息服务器版本过低', en: 'The NATS server is too old', nextZh: '升级nats-server后重新启动', nextEn: 'Upgrade nats-server and start again' },
  'topology.mismatch': { layer: 'transport', side: 'operator', retryable: false, zh: '流或消费者的配置与要求不一致', en: 'A stream or consumer is not configured as asked', nextZh: '按所列配置项修正后重新启动', nextEn: 'Correct the named setting and start again' },
  'store.corrupt': { layer: 'transport', side: 'operator', retryable: false, zh: '存储中有消息无法读出', en: 'Stored messages cannot be read', nextZh: '保留该流的文件，检查磁盘，从副本或证据文件恢复所列序号', nextEn: 'Keep the files of the stream, check the disk, and restore the listed sequences from a copy or from evidence files' },
  'store.lost': { layer: 'transport', side: 'operator', retryable: false, zh: '曾经存在的流或消息已丢失', en: 'A stream or messages that were there are gone', nextZh: '停止该区域的枢纽，用 tongban restore --from-mirrors 从骨干副本重建；核实之后用 tongban store settle 注明理由了结', nextEn: 'Stop the hub of the region and rebuild it from the copies on the backbone with tongban restore --from-mirrors; once what is lacking is accounted for, settle it with tongban store settle and a reason' },
  'link.stalled': { layer: 'transport', side: 'hub', retryable: true, zh: '区域间的来源停滞', en: 'A source between regions has stalled', nextZh: '查看该区域与骨干的连接；来源会自动重新接上，消息留在原区域', nextEn: 'Look at the connection of that region to the backbone; the source is attached again by itself, and messages stay where they are' },
  'link.gap': { layer: 'transport', side: 'hub', retryable: true, zh: '区域间的消息两端不一致', en: 'The two ends of a link do not hold the same', nextZh: '缺少的消息会自动从发送区域重取；持续存在时查看tongban reconcile所列的序号与办件', nextEn: 'What is missing is fetched again from the sending region by itself; if it stays, look at the sequences and cases that tongban reconcile names' },
  'mirror.stalled': { layer: 'transport', side: 'hub', retryable: true, zh: '骨干上的副本停滞', en: 'A copy on the backbone has stalled', nextZh: '查看该区域与骨干的连接；副本会自动重新接上并补齐，区域照常运行', nextEn: 'Look at the connection of that region to the backbone; the copy is attached again by itself and catches up, and the region works on meanwhile' },
  'mirror.differs': { layer: 'transport', side: 'operator', retryable: false, zh: '流与其骨干副本不一致', en: 'A stream and its copy on the backbone do not hold the same', nextZh: '副本已停止跟随，两侧均未改动。区域落后时停止其枢纽，运行 tongban restore --from-mirrors；所列序号用 tongban mirrors --compare 核对', nextEn: 'The copy has stopped to follow and neither side was changed. Where the region is behind, stop its hub and run tongban restore --from-mirrors; tongban mirrors --compare names the sequences' },
  'data.newer-format': { layer: 'transport', side: 'operator', retryable: false, zh: '数据目录由更新的版本写入', en: 'The data directory was written by a later release', nextZh: '用写入它的版本启动，或用 --data 指定其他目录', nextEn: 'Start it with the release that wrote it, or name another directory with --data' },
  'data.other-environment': { layer: 'transport', side: 'operator', retryable: false, zh: '数据属于另一个环境', en: 'The data belong to another environment', nextZh: '核对环境与目录，各环境的数据从不混用', nextEn: 'Check environment and directory: data of one are never used in another' },
  'data.running': { layer: 'transport', side: 'operator', retryable: true, zh: '数据目录正在使用', en: 'The data directory is in use', nextZh: '先停止该环境，或停止所指区域的消息服务器与枢纽', nextEn: 'Stop the environment first, or the server and the hub of the region that is meant' },
  'backup.invalid': { layer: 'transport', side: 'operator', retryable: false, zh: '备份不完整、已损坏或不属于这套环境', en: 'The backup is incomplete, damaged, or of another set-up', nextZh: '使用这套环境的另一份备份；原有数据未动', nextEn: 'Take another backup of this set-up; what is there was not touched' },
  'lane.stuck': { layer: 'transport', side: 'hub', retryable: true, zh: '办件通道中的处理长时间没有结束', en: 'A handler of a lane has not ended for a long time', nextZh: '查看该消费者的日志与它所依赖的服务，必要时重启该服务', nextEn: 'Look at the log of that consumer and at what it depends on; restart the service if need be' },
  'consumer.stopped': { layer: 'transport', side: 'hub', retryable: true, zh: '消费者有待取消息却不再前进', en: 'A consumer has messages waiting and does not move', nextZh: '确认该服务正在运行且能连接消息服务器，必要时重启该服务', nextEn: 'Check that the service runs and reaches the broker; restart it if need be' },
  // SDK
  'store.in-use': { layer: 'transport', side: 'sender', retryable: false, zh: '本地存储正被另一进程使用', en: 'The local store is open in another process', nextZh: '先停止另一进程，或使用另一目录', nextEn: 'Stop the other process, or use another directory' },
  'store.unusable': { layer: 'transport', side: 'sender', retryable: false, zh: '本地存储无法打开', en: 'The local store cannot be opened', nextZh: '检查目录权限与磁盘空间', nextEn: 'Check the permissions of the directory and the space on the disk' },
  'outbox.full': { layer: 'transport', side: 'sender', retryable: true, zh: '发件箱已满', en: 'The outbox is full', nextZh: '等待枢纽恢复后再发送', nextEn: 'Wait until the hub is reached again' },
  'sender.too-fast': { layer: 'transport', side: 'sender', retryable: true, zh: '发送快于枢纽为本参与方接收的速率', en: 'More is sent than the hub takes from this participant', nextZh: '已提交的消息会依次接收，不会丢失；待所给的等待时间过后再发送', nextEn: 'What was submitted is taken in its order and nothing is lost; send more once the time that is named has passed' },
  'capacity.near-limit': { layer: 'transport', side: 'operator', retryable: true, zh: '参与方的流或速率已用到上限的八成', en: "A participant's stream or rate is used to four fifths or more", nextZh: '提高该参与方的速率或流的存储上限，或与其商定错峰发送', nextEn: 'Raise the rate or the room of that participant, or agree with it to send at other times' },
  'receipt.pending': { layer: 'transport', side: 'hub', retryable: true, zh: '尚未收到该级回执', en: 'No receipt of that level yet', nextZh: '消息保留在发件箱，稍后再查', nextEn: 'The message stays in the outbox; ask again later' },
  'delivery.gap': { layer: 'transport', side: 'hub', retryable: true, zh: '办件中有消息尚未到达', en: 'An earlier message of the case has not arrived', nextZh: '运维人员查看区域间链路与重新投递', nextEn: 'An operator looks at the links between regions and delivers it again' },
  'handler.failed': { layer: 'business', side: 'recipient', retryable: true, zh: '本方系统处理投递失败', en: 'The own handler failed on a delivery', nextZh: '排除故障后重新处理', nextEn: 'Remove the cause and retry the case' },
  'client.closed': { layer: 'transport', side: 'sender', retryable: false, zh: 'SDK已关闭', en: 'The SDK is closed', nextZh: '重新连接后再试', nextEn: 'Connect again' },
  'hub.internal': { layer: 'transport', side: 'hub', retryable: true, zh: '枢纽内部错误', en: 'Unexpected failure inside the hub', nextZh: '运维人员查看失败消息', nextEn: 'An operator looks at the failed messages' },
} as const satisfies Record<string, ErrorTraits>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;
export const ERROR_CODES = Object.keys(ERROR_CATALOGUE) as ErrorCode[];
export const isErrorCode = (value: string): value is ErrorCode => Object.hasOwn(ERROR_CATALOGUE, value);
export const errorTraits = (code: ErrorCode): ErrorTraits => ERROR_CATALOGUE[code];
