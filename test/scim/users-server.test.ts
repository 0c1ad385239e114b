/** What is taken out of scimmy-routers, whose version is pinned for it. */
import { Router } from 'express';
import { usersServer } from '../../src/scim/users/handlers.ts';

test('the pinned scimmy-routers has the handlers that serve Users', () => {
  expect(() => usersServer()).not.toThrow();
});

test('a chain of scimmy-routers with another structure is refused, and what it lacks is named', () => {
  const users = Router();
  users.put('/:id', (_request, response) => void response.send());
  users.get('/', (_request, response) => void response.send());
  const chain = Router().use(users);
  expect(() => usersServer(chain)).toThrow(
    /has no post \/, get \/:id, patch \/:id, delete \/:id for \/Users: its structure has changed/,
  );
  expect(() => usersServer(Router())).toThrow(/has no get \/, post \//);
});
