// A reporter for node --test: how many tests passed, failed and were left out. What was cancelled failed.

/** Yields `PASSED FAILED SKIPPED`. */
export default async function* tally(events) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    const failed = type === "test:fail";
    // What holds tests counts by them, and by itself only where it failed by itself, as when it cannot end what it began.
    if (failed ? data.details.error?.failureType === "subtestsFailed" : data.details.type === "suite") continue;
    if (failed) counts.failed += 1;
    else if (data.skip !== undefined || data.todo !== undefined) counts.skipped += 1;
    else counts.passed += 1;
  }
  yield `${counts.passed} ${counts.failed} ${counts.skipped}\n`;
}
