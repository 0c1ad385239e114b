/** Runs a suite in a time zone of its own, so that a time without a zone is not read in the server's by chance. */
import { TestEnvironment } from 'jest-environment-node';

export default class ZonedEnvironment extends TestEnvironment {
  constructor(config, context) {
    // Before the suite gets its copy of the environment: processes it starts are in the same zone.
    process.env['TZ'] = config.projectConfig.testEnvironmentOptions['timeZone'];
    super(config, context);
  }
}
