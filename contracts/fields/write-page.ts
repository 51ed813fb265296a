import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { renderFields } from './page';

writeFileSync(resolve('docs', 'odcs-fields.md'), renderFields());
