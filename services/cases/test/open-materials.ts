import { type Flow, type MessageSpec, artefactVersion } from '@tongban/domain';
import { Standards, base } from './home-hub';

/** The flow with a supplement request of its own that names materials openly, in place of the common one. */
export function standardsWithOpenMaterials(flowId: string): Standards {
  const flow = structuredClone(base.flows.get(flowId)) as Flow;
  const common = base.dictionary.commonMessages.find(({ messageId }) => messageId === 'C-SUPP-REQ')!;
  const { fromKinds: _from, toKinds: _to, ...rest } = common;
  const message: MessageSpec = {
    ...rest, messageId: 'UNE-SUPP', from: ['RECEIVING_AGENCY', 'SENDING_AGENCY'], to: ['APPLICANT', 'RECEIVING_AGENCY', 'SENDING_AGENCY'],
    fields: [...common.fields, { id: 'materials', zh: '材料编码', en: 'Material codes', type: 'list<string>', required: false, personalData: false, itemPattern: '^M-[A-Z]{1,20}$', maxItems: 50 }],
  };
  const content = { ...flow, messages: [...flow.messages, message], transitions: flow.transitions.map((one) => (one.message === 'C-SUPP-REQ' ? { ...one, message: 'UNE-SUPP' } : one)) };
  const standards = new Standards();
  standards.catalogue = standards.catalogue.withPublication({ number: 1, artefacts: [artefactVersion({ kind: 'flow', id: flowId }, '1.1', content)], effectiveFrom: '2026-01-01T00:00:00+08:00', transitionEndsAt: '2026-01-01T00:00:00+08:00' });
  return standards;
}
