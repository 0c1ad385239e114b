const shared = {
  rootDir: import.meta.dirname,
  testEnvironment: '<rootDir>/test/support/runner/shared-environment.mjs',
  testRunner: '<rootDir>/test/support/runner/native-runner.mjs',
  transform: {},
};

/** @type {import('jest').Config} */
export default {
  projects: [
    {
      ...shared,
      displayName: 'all',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      // Far from UTC, by a part of an hour as well, and with a summer time.
      testEnvironmentOptions: { TZ: 'Pacific/Chatham' },
    },
    {
      // What speaks HTTP alone and names no database is run a second time, on PostgreSQL.
      ...shared,
      displayName: 'postgres',
      testEnvironmentOptions: { TZ: 'UTC', TEST_ON: 'postgres' },
      testMatch: ['<rootDir>/test/{conformance,dialects}/*.test.ts'],
      testPathIgnorePatterns: ['rfc9865'],
    },
  ],
  globalSetup: '<rootDir>/test/support/runner/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/runner/global-teardown.ts',
  reporters: ['default', '<rootDir>/test/support/runner/closing-line-reporter.mjs'],
  testTimeout: 30_000,
  maxWorkers: 2,
};
