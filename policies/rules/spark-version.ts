import { SPARK_VERSION } from '../../azure/spark-runtime';
import { judgeArguments, shown } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const sparkVersion: Rule = {
  id: 'spark-version',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: `A Spark pool runs Spark ${SPARK_VERSION}.`,
  why: 'Support of 3.4 ended on 2026-03-31 and its jobs are being disabled; older ones are gone. The provider accepts 3.2 to 3.5 all the same.',
  remedy: `Set spark_version to "${SPARK_VERSION}".`,
  controls: ['Well-Architected SE:08', 'Well-Architected OE:05'],
  source: 'Azure Synapse runtime for Apache Spark lifecycle (2026)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_synapse_spark_pool'), ({ body }) =>
      judgeArguments(body, ['spark_version'], (version) =>
        String(version) === SPARK_VERSION
          ? undefined
          : `spark_version is ${shown(version)}, must be "${SPARK_VERSION}".`,
      ),
    ),
};
