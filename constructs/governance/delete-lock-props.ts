import type { Construct } from 'constructs';

export interface DeleteLockProps {
  readonly name: string;
  /** Id of the resource that nobody may delete. */
  readonly resourceId: string;
  /** Everything below them stands at or under the lock's scope, whenever it is made. */
  readonly protects: Construct | readonly Construct[];
  /** Why, 1 to 512 characters; shown to whoever is stopped by it. */
  readonly reason: string;
}
