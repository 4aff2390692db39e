import { TongbanError } from '@tongban/contracts';
import { parseCaseNumber } from '@tongban/domain';
import { catalogue, flows, makerOf, openingMessage } from '../../test/sdk-lab';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const WALK = JSON.parse(readFileSync(path.join(__dirname, '../../../catalogue/data/examples/F-UNE.supplement.json'), 'utf8')) as {
  item: string; flow: string; opener: { division: string }; counterpart: { division: string }; messages: { as: string; message: string; open: object; personal: { items?: object[] } }[];
};
const REQUEST = WALK.messages.find(({ message }) => message === 'C-SUPP-REQ')!;
const SHARED = catalogue.items.get(WALK.item)!.materials.find(({ shareable }) => shareable)!;
const OWN = catalogue.items.get(WALK.item)!.materials.find(({ shareable }) => !shareable)!;

async function madeWith(...materialCodes: (string | undefined)[]) {
  const { caseNo } = await openingMessage();
  const participant = `${(REQUEST.as === 'opener' ? WALK.opener : WALK.counterpart).division.slice(0, 2)}0000`;
  const side = (division: string) => ({ participant: `${division.slice(0, 2)}0000`, division });
  expect(parseCaseNumber(caseNo)).toBeDefined();
  const items = materialCodes.map((material_code, at) => ({ item_no: at + 1, kind: 'MATERIAL', request_text: '补正', ...(material_code !== undefined && { material_code }) }));
  return makerOf(participant).make({
    facts: { caseNo, itemCode: WALK.item, homeRegion: 'yrd', opener: side(WALK.opener.division), counterpart: side(WALK.counterpart.division) } as never, flow: flows.get(WALK.flow)!, message: 'C-SUPP-REQ',
    fields: { ...REQUEST.open, items } as never,
  }).then(() => 'made', (cause: unknown) => TongbanError.from(cause));
}

describe('a supplement request (T3-C2)', () => {
  it('for what is fetched by data sharing is refused before it is sealed and sent, by path and material', async () => {
    expect(await madeWith(OWN.code, SHARED.code)).toMatchObject({
      code: 'message.invalid-fields', faults: [{ path: 'items.1.material_code', code: 'rule.material-exempt', zh: expect.stringContaining(SHARED.zh), en: expect.stringContaining(SHARED.en) }],
    });
  });
  it('for anything else is made', async () => expect(await madeWith(OWN.code, undefined, 'M-PHOTO')).toBe('made'));
});
