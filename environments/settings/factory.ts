/** What an environment says of its Data Factory beyond the pipelines that follow from contracts. */
export interface FactorySettings {
  /** Where people draw pipelines in the studio. @default - nowhere */
  readonly repository?: FactoryRepository;
  /** Values that every pipeline reads as `pipeline().globalParameters.<name>`. Never a secret. @default - none */
  readonly globalParameters?: Readonly<Record<string, GlobalParameter>>;
}

/** Text, number or boolean, or a list or object of them; the type that Data Factory gives it follows from the value. */
export type GlobalParameter = string | number | boolean | readonly unknown[] | Readonly<Record<string, unknown>>;

export type FactoryRepository = GitHubRepository | AzureDevOpsRepository;

interface AnyRepository {
  /** GitHub account, or organisation of Azure DevOps. */
  readonly account: string;
  readonly repository: string;
  /** Branch that people work towards. */
  readonly branch: string;
  /** Folder of the factory inside the repository, beginning with a slash. */
  readonly rootFolder: string;
  /**
   * Whether the studio may publish. Publishing overwrites what Terraform wrote, which every later plan undoes.
   * @default false, because deployments come from here
   */
  readonly publishing?: boolean;
}

export interface GitHubRepository extends AnyRepository {
  readonly host: 'github';
  /** Of GitHub Enterprise, `https://...`. @default - github.com */
  readonly url?: string;
}

export interface AzureDevOpsRepository extends AnyRepository {
  readonly host: 'azureDevOps';
  readonly project: string;
  /** GUID of the Entra tenant that the organisation belongs to. */
  readonly tenantId: string;
}
