// A reporter for node --test: a line for each file, with its tests that passed, failed and were left out. What was cancelled failed.
import { relative } from "node:path";

/** Yields `FILE PASSED FAILED SKIPPED`, the file as seen from this folder. */
export default async function* tally(events) {
  const files = new Map();
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    const failed = type === "test:fail";
    // What holds tests counts by them, and by itself only where it failed by itself, as when it cannot end what it began.
    if (!data.file || (failed ? data.details.error?.failureType === "subtestsFailed" : data.details.type === "suite")) continue;
    const name = relative(import.meta.dirname, data.file);
    const counts = files.get(name) ?? { passed: 0, failed: 0, skipped: 0 };
    files.set(name, counts);
    if (failed) counts.failed += 1;
    else if (data.skip !== undefined || data.todo !== undefined) counts.skipped += 1;
    else counts.passed += 1;
  }
  for (const [name, { passed, failed, skipped }] of files) yield `${name} ${passed} ${failed} ${skipped}\n`;
}
