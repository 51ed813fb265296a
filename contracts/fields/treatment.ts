/** What becomes of a field of the standard. */
export type Treatment =
  | { readonly kind: 'implemented'; readonly how: string; readonly where: string }
  | {
      readonly kind: 'rejected';
      readonly why: string;
      /** Begins with a verb. */
      readonly remedy: string;
      /** Values that say what holds anyway, and are accepted. */
      readonly unless?: readonly unknown[];
    }
  | { readonly kind: 'documentation'; readonly about: string };

export function implemented(how: string, where: string): Treatment {
  return { kind: 'implemented', how, where };
}

export function rejected(why: string, remedy: string, ...unless: readonly unknown[]): Treatment {
  return { kind: 'rejected', why, remedy, ...(unless.length === 0 ? {} : { unless }) };
}

export function documentation(about: string): Treatment {
  return { kind: 'documentation', about };
}

/** Fields of one custom property below `path`. */
export function propertyFields(path: string): Readonly<Record<string, Treatment>> {
  return {
    [`${path}.property`]: implemented('a word of the vocabulary', 'custom-properties.ts'),
    [`${path}.value`]: implemented('its value, judged by a schema', 'custom-properties.ts'),
    [`${path}.vendor`]: implemented('what is of another vendor than `medallion` is left to it', 'custom-properties.ts'),
    [`${path}.id`]: documentation('identifier'),
    [`${path}.description`]: documentation('text for people'),
  };
}
