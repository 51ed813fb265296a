import type { Activity } from '../../constructs/orchestration/activity';

export type ActivityEnd = 'Succeeded' | 'Failed' | 'Skipped';

export interface PipelineEnd {
  readonly status: 'Succeeded' | 'Failed';
  readonly ends: ReadonlyMap<string, ActivityEnd>;
  /** Activities in the order in which they came to an end. */
  readonly order: readonly string[];
}

/**
 * A run as Data Factory plays it: an activity starts when all it depends on have ended as demanded, and is skipped when one has not.
 * A run succeeds if every leaf does; a skipped leaf stands for what it depends on.
 *
 * @param act what an activity that starts comes to
 */
export function playPipeline(
  activities: readonly Activity[],
  act: (activity: Activity) => 'Succeeded' | 'Failed',
): PipelineEnd {
  const ends = new Map<string, ActivityEnd>();
  for (let waiting = [...activities]; waiting.length > 0;) {
    const ready = waiting.filter(({ dependsOn }) => dependsOn.every(({ activity }) => ends.has(activity)));
    if (ready.length === 0) throw new Error(`a circle: ${waiting.map(({ name }) => name).join(', ')}`);
    for (const activity of ready) {
      const starts = activity.dependsOn.every(({ activity: other, dependencyConditions }) => {
        const end = ends.get(other);
        return dependencyConditions.some(
          (condition) => condition === end || (condition === 'Completed' && end !== 'Skipped'),
        );
      });
      ends.set(activity.name, starts ? act(activity) : 'Skipped');
    }
    waiting = waiting.filter(({ name }) => !ends.has(name));
  }
  const byName = new Map(activities.map((activity) => [activity.name, activity]));
  const isWell = (name: string): boolean => {
    const end = ends.get(name);
    if (end !== 'Skipped') return end === 'Succeeded';
    return (byName.get(name)?.dependsOn ?? []).every(({ activity }) => isWell(activity));
  };
  const leaves = activities.filter(
    ({ name }) => !activities.some(({ dependsOn }) => dependsOn.some(({ activity }) => activity === name)),
  );
  return {
    status: leaves.every(({ name }) => isWell(name)) ? 'Succeeded' : 'Failed',
    ends,
    order: [...ends.keys()],
  };
}
