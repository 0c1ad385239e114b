/**
 * Runs suites in the global object of their worker, in which `native-runner.mjs` imports the service. Jest's own
 * environments give each suite another one, and there each use of `Object`, `Date` or `Buffer` is a call of a proxy.
 * What a suite changes in the process is undone after it.
 */
export default class SharedEnvironment {
  global = globalThis;
  /** Jest wants one. No test mocks modules or functions. */
  moduleMocker = { restoreAllMocks: () => undefined };
  #undo;

  constructor({ projectConfig }) {
    const environment = { ...process.env };
    const { console } = globalThis;
    const { exit } = process;
    const { stackTraceLimit, prepareStackTrace } = Error;
    this.#undo = () => {
      for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
      Object.assign(process.env, environment);
      Object.assign(globalThis, { console });
      Object.assign(process, { exit });
      Object.assign(Error, { stackTraceLimit, prepareStackTrace });
    };
    // Processes that a suite starts get these variables as well.
    Object.assign(process.env, projectConfig.testEnvironmentOptions);
  }

  async setup() {
    Error.stackTraceLimit = 20;
    Error.prepareStackTrace = (error, frames) =>
      [error, ...frames.map(frame => `    at ${frame}`)].join('\n').replace(/file:\/\/|\?suite=\d+/g, '');
  }

  async teardown() {
    this.#undo();
  }

  getVmContext() {
    return null;
  }
}
