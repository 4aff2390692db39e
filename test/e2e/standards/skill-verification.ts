import { named, skillCertificates } from '../../../packages/catalogue/test/skill-certificates';

/** Names of what the fixture brings: a standard, an item and a flow that no hub has ever seen. */
export const STANDARD = 'SYN-VCT-2026';
export const ITEM = 'HRSS-SKL-0901';
export const FLOW = 'F-VCT';
export const OPENING = 'VCT-APPLY';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Bundle = any;

/** The fixture as it is: version 1.0 of everything. */
export const firstEdition = (): Bundle => skillCertificates();

/** The next edition: the opening message has one more field, which it requires or does not. */
export function nextEdition({ required = false, en = 'Purpose' }: { readonly required?: boolean; readonly en?: string } = {}): Bundle {
  const bundle = firstEdition();
  named(bundle.flows[0].messages, OPENING).fields.push({ id: 'purpose_note', zh: '用途', en, type: 'string', required, personalData: false, maxLength: 100 });
  return { flows: bundle.flows };
}
