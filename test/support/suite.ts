/** What most suites begin with, made before their tests and stopped after them. */
import { ScimClient } from './scim/scim-client.ts';
import {
  startTestService,
  type TestAccount,
  type TestService,
  type TestServiceOptions,
} from './test-service.ts';

/** @returns a service that is there in tests and in hooks */
export function useTestService(options: TestServiceOptions = {}): TestService {
  const service = {} as TestService; // filled before it is used
  beforeAll(async () => {
    Object.assign(service, await startTestService(options));
  });
  afterAll(() => service.stop());
  return service;
}

/** @returns a client of a new account: one for the suite, or another one for each test */
export function useScimClient(service: TestService, per: 'suite' | 'test'): ScimClient {
  const account = {} as TestAccount; // filled before it is used
  const begin = per === 'suite' ? beforeAll : beforeEach;
  begin(async () => {
    Object.assign(account, await service.addAccount());
  });
  return new ScimClient(account);
}
