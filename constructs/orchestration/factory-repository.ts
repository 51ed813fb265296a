import type { DataFactoryConfig } from '@cdktf/provider-azurerm/lib/data-factory';
import type { IConstruct } from 'constructs';
import type { FactoryRepository, GlobalParameter } from '../../environments/settings/factory';
import { refuse, requireGuid, requireThat } from '../base/checks';

/**
 * How a factory is connected to the repository that people draw pipelines in.
 *
 * @throws ConfigurationError for a folder without slash, an address that is no `https`, a branch or name that is none, or a tenant
 * that is no GUID
 */
export function repositoryOf(scope: IConstruct, repository: FactoryRepository): Partial<DataFactoryConfig> {
  const { account, branch, rootFolder, publishing } = repository;
  for (const [setting, value] of Object.entries({ account, branch, repository: repository.repository })) {
    requireThat(scope, () => /^[^\s?#:]+$/.test(value), {
      setting: `repository.${setting}`,
      value,
      allowed: 'a name without spaces, no address',
      remedy: 'Write https://github.com/acme/lake as account acme and repository lake.',
    });
  }
  requireThat(scope, () => /^\/[^\s]*$/.test(rootFolder), {
    setting: 'repository.rootFolder',
    value: rootFolder,
    allowed: 'a folder that begins with a slash',
    remedy: 'Write / for the whole repository, or /factory.',
  });
  const common = {
    accountName: account,
    repositoryName: repository.repository,
    branchName: branch,
    rootFolder,
    publishingEnabled: publishing ?? false,
  };
  if (repository.host === 'azureDevOps') {
    const { project, tenantId } = repository;
    requireGuid(scope, 'repository.tenantId', tenantId, 'Give the id of the Entra tenant of the organisation.');
    return { vstsConfiguration: { ...common, projectName: project, tenantId } };
  }
  const { url } = repository;
  requireThat(scope, () => url === undefined || /^https:\/\/[^\s/]+/.test(url), {
    setting: 'repository.url',
    value: url,
    allowed: 'https://<host> of GitHub Enterprise, or nothing for github.com',
    remedy: 'Leave it out, or give the address of the server alone.',
  });
  return { githubConfiguration: { ...common, ...(url === undefined ? {} : { gitUrl: url }) } };
}

type Written = Extract<NonNullable<DataFactoryConfig['globalParameter']>, readonly unknown[]>;

/**
 * Global parameters as the provider wants them: each with its type, and its value as text.
 *
 * @throws ConfigurationError for a name that no expression can say, or a number that is none
 */
export function globalParametersOf(scope: IConstruct, parameters: Readonly<Record<string, GlobalParameter>>): Written {
  return Object.entries(parameters).map(([name, value]) => {
    requireThat(scope, () => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name), {
      setting: 'globalParameters',
      value: name,
      allowed: 'letters, digits and underscores, no digit first',
      remedy: 'Rename it: pipelines read it as pipeline().globalParameters.<name>, where a hyphen is a minus.',
    });
    return { name, type: typeOf(scope, name, value), value: typeof value === 'string' ? value : JSON.stringify(value) };
  });
}

function typeOf(scope: IConstruct, name: string, value: GlobalParameter): string {
  switch (typeof value) {
    case 'string':
      return 'String';
    case 'boolean':
      return 'Bool';
    case 'number':
      if (Number.isFinite(value)) return Number.isInteger(value) ? 'Int' : 'Float';
      return refuse(scope, {
        setting: `globalParameters.${name}`,
        value: String(value),
        allowed: 'a number',
        remedy: 'Correct the value.',
      });
    default:
      return Array.isArray(value) ? 'Array' : 'Object';
  }
}
