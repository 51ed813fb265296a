import type { Grantee } from './grantee';

export interface RoleGrantProps {
  /** Id of the narrowest resource that the grantee needs. */
  readonly scope: string;
  /** Built-in role by name, or a custom one by id. */
  readonly role: { readonly name: string } | { readonly definitionId: string };
  readonly grantee: Grantee;
  /** Why the grantee needs it: 10 to 500 characters, shown in Azure beside the assignment. */
  readonly reason: string;
}
