/** What a remedy may begin with: an imperative verb. A new verb is added here, on purpose. */
const VERBS = new Set(
  `Add Apply Archive Ask Begin Build Change Check Choose Commit Connect Copy Correct Create Cut Declare Export Fetch Follow Import Track Delete Deliver
  Deploy Drop Enable Filter Fix Free Get Give Grant Increase Install Join Keep Leave Let List Look Lower Make Map Mark
  Merge Move Name Open Order Package Partition Pass Pin Promote Protect Publish Put Raise Read Rebuild Recompile
  Reduce Reference Remove Rename Repair Repeat Replace Reserve Restart Restore Retry Return Review Run Save Say Select
  Send Set Shorten Sign Split Start State Stop Synthesize Take Target Tier Try Turn Unpack Update Upgrade Upload Use
  Wait Watch Widen Wrap Write`.split(/\s+/),
);

/** @param {string} remedy @returns {string | undefined} what is wrong with it */
export function remedyProblem(remedy) {
  // A text that begins with a computed part is judged where that part is written.
  if (remedy === '' || remedy.startsWith('<')) return undefined;
  const [word = ''] = /^[\p{L}\d_-]+/u.exec(remedy) ?? [];
  return VERBS.has(word) ? undefined : `begins with '${word}', not with a verb`;
}
