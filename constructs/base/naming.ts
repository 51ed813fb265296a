import { createHash } from 'node:crypto';
import type { IConstruct } from 'constructs';
import type { FixedNames } from '../../environments/settings/environment';
import { fits, NAME_RULES, type NameKind, type NameRule } from '../../azure/names';
import { requireThat } from './checks';

/** Kinds whose name is made from the environment; the others are named by who declares them. */
export type GeneratedKind =
  | 'resourceGroup'
  | 'storageAccount'
  | 'virtualNetwork'
  | 'subnet'
  | 'networkSecurityGroup'
  | 'privateEndpoint'
  | 'privateLinkHub'
  | 'userAssignedIdentity'
  | 'templateDeployment'
  | 'keyVault'
  | 'logWorkspace'
  | 'synapseWorkspace'
  | 'dataFactory'
  | 'catalog'
  | 'automationAccount'
  | 'actionGroup'
  | 'actionGroupShort'
  | 'budget'
  | 'dashboard'
  | 'kubernetesCluster'
  | 'lock';

export interface NamingProps {
  readonly workload: string;
  readonly environment: string;
  readonly location: string;
  /** Text whose hash makes global names unique; the same text gives the same names on every machine. */
  readonly seed: string;
  /** Names that are given instead of made. @default - none */
  readonly fixed?: FixedNames;
}

/**
 * Names of one environment's resources: abbreviation, workload, environment, then the region, or the suffix where all of
 * Azure shares one namespace. For example `rg-lake-prod-eastus` and `stlakeprod7k2qx`.
 */
export class Names {
  /** Five base-36 digits: two lakes collide by chance once in sixty million. */
  readonly suffix: string;

  constructor(private readonly props: NamingProps) {
    this.suffix = BigInt(`0x${createHash('sha256').update(props.seed).digest('hex')}`)
      .toString(36)
      .slice(-5);
  }

  /**
   * @param part what tells one from another where a lake has several of a kind, such as a tenant or the use of a subnet
   * @throws ConfigurationError when the parts give a name that Azure refuses
   */
  of(scope: IConstruct, kind: GeneratedKind, part?: string): string {
    const { workload, environment, location } = this.props;
    const { abbreviation, global, compact = false }: NameRule = NAME_RULES[kind];
    const parts =
      kind === 'actionGroupShort'
        ? [`${workload}-${environment}`.slice(0, NAME_RULES.actionGroupShort.max)]
        : [abbreviation, workload, environment, ...(part === undefined ? [] : [part]), global ? this.suffix : location];
    const fixed: Readonly<Partial<Record<GeneratedKind, string>>> = part === undefined ? (this.props.fixed ?? {}) : {};
    return checkName(scope, kind, fixed[kind] ?? parts.join(compact ? '' : '-'));
  }
}

/**
 * The name itself, once it is known to fit.
 *
 * @throws ConfigurationError when Azure would refuse it
 */
export function checkName(scope: IConstruct, kind: NameKind, name: string): string {
  const { min, max, says }: NameRule = NAME_RULES[kind];
  requireThat(scope, () => fits(NAME_RULES[kind], name), {
    setting: `name of the ${kind}`,
    value: name,
    allowed: `${String(min)} to ${String(max)} characters: ${says}`,
    remedy: 'Change the name, or the workload and environment it is made of.',
  });
  return name;
}
