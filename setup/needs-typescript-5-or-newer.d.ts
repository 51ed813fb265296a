// What TypeScript below 5.0 is given instead of this package's types, which use `export type *`. No module on purpose: then
// its one error for each import names this file.
