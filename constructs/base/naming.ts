import { createHash } from 'node:crypto';
import type { IConstruct } from 'constructs';
import type { FixedNames } from '../../environments/settings/environment';
import { requireThat } from './checks';

interface NameRule {
  /** Abbreviation of the Cloud Adoption Framework; empty for what is named inside its parent. */
  readonly abbreviation: string;
  readonly pattern: RegExp;
  readonly min: number;
  readonly max: number;
  /** Unique in all of Azure, so that the name ends in the lake's suffix. */
  readonly global: boolean;
  /** No hyphens between the parts. */
  readonly compact?: boolean;
  readonly says: string;
}

/** Azure's rule for every kind of name we give (azurerm 4.55 source, Cloud Adoption Framework 2024-05-07). */
const RULES = {
  resourceGroup: rule('rg', /^[-\w._()]*[-\w_()]$/, 1, 90, 'letters, digits and -_.(), not ending in a dot'),
  storageAccount: {
    ...rule('st', /^[a-z0-9]+$/, 3, 24, 'lower-case letters and digits'),
    global: true,
    compact: true,
  },
  virtualNetwork: rule('vnet', /^[a-zA-Z0-9]([-\w.]*\w)?$/, 2, 64, 'letters, digits and inner ._-, ending in no dot'),
  subnet: rule('snet', /^[a-zA-Z0-9]([-\w.]*\w)?$/, 1, 80, 'letters, digits and inner ._-, ending in no dot'),
  networkSecurityGroup: rule('nsg', /^[a-zA-Z0-9]([-\w.]*\w)?$/, 1, 80, 'letters, digits and inner ._-'),
  privateEndpoint: rule('pep', /^[a-zA-Z0-9]([-\w.]*\w)?$/, 1, 80, 'letters, digits and inner ._-'),
  privateLinkHub: {
    ...rule('synplh', /^[a-z0-9]+$/, 1, 45, 'lower-case letters and digits'),
    global: true,
    compact: true,
  },
  userAssignedIdentity: rule('id', /^[a-zA-Z0-9][-\w]*$/, 3, 128, 'letters, digits, hyphens and underscores'),
  templateDeployment: rule('deploy', /^[-\w.()]+$/, 1, 64, 'letters, digits and -_.()'),
  container: rule('', /^[a-z0-9]+(-[a-z0-9]+)*$/, 3, 63, 'lower-case letters, digits and single hyphens'),
  keyVault: {
    ...rule('kv', /^[a-zA-Z](-?[a-zA-Z0-9])*$/, 3, 24, 'letters, digits and single hyphens, a letter first'),
    global: true,
  },
  key: rule('', /^[0-9a-zA-Z-]+$/, 1, 127, 'letters, digits and hyphens'),
  logWorkspace: rule('log', /^[A-Za-z0-9][A-Za-z0-9-]+[A-Za-z0-9]$/, 4, 63, 'letters, digits and inner hyphens'),
  synapseWorkspace: {
    ...rule(
      'synw',
      /^(?!.*-ondemand)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
      1,
      50,
      'lower-case letters, digits and inner hyphens, without -ondemand',
    ),
    global: true,
  },
  synapseFirewallRule: rule('', /^[^<>*%&:\\/?]*[^<>*%&:\\/?.]$/, 1, 128, 'no <>*%&:\\/?, not ending in a dot'),
  sqlLogin: rule('', /^[a-zA-Z][a-zA-Z\d-]*$/, 1, 128, 'letters, digits and hyphens, a letter first'),
  sparkPool: rule('synsp', /^[a-zA-Z][a-zA-Z\d]*$/, 1, 15, 'letters and digits, a letter first'),
  sqlPool: rule('syndp', /^[^<>*%&:\\/?@-]*[^\s.<>*%&:\\/?@-]$/, 1, 60, 'no <>*%&:\\/?@ and no hyphen'),
  dataFactory: {
    ...rule('adf', /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/, 3, 63, 'letters, digits and single hyphens'),
    global: true,
  },
  catalog: {
    ...rule('pview', /^[a-zA-Z0-9][-a-zA-Z0-9]*[a-zA-Z0-9]$/, 3, 63, 'letters, digits and inner hyphens'),
    global: true,
  },
  pipeline: rule('', /^[A-Za-z0-9_][^<>*#.%&:\\+?/]*$/, 1, 140, 'a letter or digit first, no <>*#.%&:\\+?/'),
  automationAccount: rule('aa', /^[0-9a-zA-Z][-0-9a-zA-Z]*[0-9a-zA-Z]$/, 6, 50, 'letters, digits and inner hyphens'),
  runbook: rule('', /^[0-9a-zA-Z][-_0-9a-zA-Z]*$/, 1, 63, 'letters, digits, hyphens and underscores'),
  actionGroup: rule('ag', /^[\w-]+$/, 1, 260, 'letters, digits, hyphens and underscores'),
  actionGroupShort: rule('', /^[\w-]+$/, 1, 12, 'letters, digits, hyphens and underscores'),
  alert: rule('', /^[\w-]+$/, 1, 260, 'letters, digits, hyphens and underscores'),
  diagnosticSetting: rule('', /^(?!service$)[^<>*%&:\\?+/]+$/, 1, 260, 'no <>*%&:\\?+/ and not the word service'),
  budget: rule('budget', /^[-_a-zA-Z0-9]+$/, 1, 63, 'letters, digits, hyphens and underscores'),
  kubernetesCluster: rule(
    'aks',
    /^[A-Za-z0-9]([\w-]*[A-Za-z0-9])?$/,
    1,
    63,
    'letters, digits, inner hyphens and underscores',
  ),
  nodePool: rule('np', /^[a-z][a-z\d]*$/, 1, 12, 'lower-case letters and digits, a letter first'),
  dashboard: rule('dash', /^[-\w]+$/, 1, 160, 'letters, digits, hyphens and underscores'),
  lock: rule('lock', /^[\w-]+$/, 1, 90, 'letters, digits, hyphens and underscores'),
} satisfies Readonly<Record<string, NameRule>>;

export type NameKind = keyof typeof RULES;

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
    const { abbreviation, global, compact = false }: NameRule = RULES[kind];
    const parts =
      kind === 'actionGroupShort'
        ? [`${workload}-${environment}`.slice(0, RULES.actionGroupShort.max)]
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
  const { pattern, min, max, says }: NameRule = RULES[kind];
  requireThat(scope, () => name.length >= min && name.length <= max && pattern.test(name), {
    setting: `name of the ${kind}`,
    value: name,
    allowed: `${String(min)} to ${String(max)} characters: ${says}`,
    remedy: 'Change the name, or the workload and environment it is made of.',
  });
  return name;
}

function rule(abbreviation: string, pattern: RegExp, min: number, max: number, says: string): NameRule {
  return { abbreviation, pattern, min, max, says, global: false };
}
