/** `node dist/open-fields-main.js`: writes OPEN-FIELDS.md anew. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue } from './catalogue';
import { PACKAGE_ROOT } from './data-files';
import { openFieldsText } from './open-fields';

const { flows, dictionary } = loadCatalogue();
writeFileSync(join(PACKAGE_ROOT, 'OPEN-FIELDS.md'), openFieldsText([...flows.values()], dictionary));
