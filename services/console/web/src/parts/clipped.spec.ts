import { clipped } from './clipped';

it.each([['Beijing', 20, 'Beijing'], ['Guangdong-Hong Kong-Macao Greater Bay Area', 20, 'Guangdong-Hong Kong-…'], ['\u6210\u6e1d\u5730\u533a', 8, '\u6210\u6e1d\u5730\u533a'], ['\u6210\u6e1d\u5730\u533a', 7, '\u6210\u6e1d\u5730…'], ['', 3, '']])('%p in %i columns is %p', (text, columns, shown) => expect(clipped(text, columns)).toBe(shown));
