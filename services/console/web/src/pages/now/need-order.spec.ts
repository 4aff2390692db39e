import type { Need } from '@console/documents';
import { orderNeeds } from './need-order';

const need = (id: string, severity: Need['severity']): Need => ({ id, severity, wording: { zh: id, en: id }, path: '/' });
const ids = (needs: readonly Need[]): string => needs.map(({ id }) => id).join('');

describe('what needs a person', () => {
  it('is most urgent first, else as the server has it', () => expect(ids(orderNeeds([need('a', 'info'), need('b', 'warning'), need('c', 'critical'), need('d', 'warning')], []))).toBe('cbda'));
  it('keeps its place while it lasts', () => {
    const before = ['c', 'b', 'd', 'a'];
    expect(ids(orderNeeds([need('x', 'warning'), need('d', 'warning'), need('b', 'warning'), need('a', 'info')], before))).toBe('bdxa');
  });
  it('goes up when it becomes more urgent', () => expect(ids(orderNeeds([need('a', 'critical'), need('b', 'warning')], ['b', 'a']))).toBe('ab'));
});
