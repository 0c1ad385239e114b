/** Prints the closing line that tools read: "Tests: N passed, N failed". */
export default class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const failedSuites = results.numRuntimeErrorTestSuites;
    const failed = results.numFailedTests + failedSuites;
    const skipped = results.numPendingTests > 0 ? `, ${results.numPendingTests} skipped` : '';
    process.on('exit', () => {
      process.stdout.write(`Tests: ${results.numPassedTests} passed, ${failed} failed${skipped}\n`);
    });
  }
}
