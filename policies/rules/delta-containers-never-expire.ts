import { outcomeOf } from '../judge';
import { DELTA_CONTAINERS, reachesDelta } from '../delta';
import { judgeLifecycle } from '../lifecycle';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const deltaContainersNeverExpire: Rule = {
  id: 'delta-containers-never-expire',
  level: 'error',
  pack: 'baseline',
  waivable: false,
  when: 'synth',
  what: 'No lifecycle rule deletes files of a Delta container.',
  why: 'A lifecycle rule deletes by age, and the oldest files of a table are the ones that never needed a rewrite: the current version loses rows, and every query of it fails.',
  remedy: `Let the jobs delete rows and VACUUM the files; expire raw files (landing/) only, not ${DELTA_CONTAINERS.join(', ')}.`,
  controls: ['Well-Architected RE:09', 'GDPR art. 5(1)(d)'],
  source: 'Delta Lake protocol (data files are removed by VACUUM only); Azure Blob Storage lifecycle documentation',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_storage_management_policy'), ({ body }) =>
      judgeLifecycle(body, ({ name, prefixes, actions }) => {
        if (!actions.some(({ block, tier }) => block === 'base_blob' && tier === 'delete')) return outcomeOf(undefined);
        if (prefixes.length === 0) return outcomeOf(`Lifecycle rule "${name}" deletes in the whole account.`);
        const hit = prefixes.find(reachesDelta);
        return outcomeOf(hit && `Lifecycle rule "${name}" deletes Delta files: prefix "${hit}".`);
      }),
    ),
};
