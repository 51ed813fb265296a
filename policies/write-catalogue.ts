import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { renderCatalogue } from './catalogue';
import { ruleGroups } from './rules';

writeFileSync(resolve('docs', 'rules.md'), renderCatalogue(ruleGroups));
