/** Work that waits for other work, on a limited number of places. */
export interface Item {
  readonly name: string;
  readonly minutes: number;
  /** Names of items that end before it starts. */
  readonly after: readonly string[];
}

export interface Span {
  readonly from: number;
  readonly until: number;
}

/** When each item works: as soon as a place is free and all that it waits for has ended, in the order given. */
export function schedule(items: readonly Item[], places: number): ReadonlyMap<string, Span> {
  const done = new Map<string, Span>();
  const waiting = [...items];
  const working: (Span & { readonly name: string })[] = [];
  let now = 0;
  while (waiting.length > 0 || working.length > 0) {
    for (let place = 0; place < waiting.length && working.length < places;) {
      const item = waiting[place];
      if (item === undefined || !item.after.every((name) => done.has(name))) {
        place += 1;
        continue;
      }
      waiting.splice(place, 1);
      working.push({ name: item.name, from: now, until: now + item.minutes });
    }
    if (working.length === 0) throw new Error(`${waiting.map(({ name }) => name).join(', ')} wait for each other`);
    now = Math.min(...working.map(({ until }) => until));
    for (let place = working.length - 1; place >= 0; place -= 1) {
      const one = working[place];
      if (one === undefined || one.until > now) continue;
      working.splice(place, 1);
      done.set(one.name, { from: one.from, until: one.until });
    }
  }
  return done;
}
