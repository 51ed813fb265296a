/** Whether this runs for `npm run test:long`: a file `x.long.ts` imports `x.test.ts`, which then leaves nothing out. */
export const isAtNight = (expect.getState().testPath ?? '').endsWith('.long.ts');

/** A case that takes long for what it adds: left out by day. */
export function testAtNight(name: string, work: jest.ProvidesCallback, milliseconds?: number): void {
  if (isAtNight) test(name, work, milliseconds);
}
