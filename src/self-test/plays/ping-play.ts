/** PingOne and PingFederate: the filter of the guide in Ping's own spelling, and a PUT for every change. */
import {
  ACTIVE,
  CORE_USER,
  CREATED,
  FOUND,
  INACTIVE,
  lookUp,
  NO_ONE,
  type Play,
  post,
  put,
  remove,
} from '../play.ts';

const user = (givenName: string, active: boolean) => ({
  schemas: [CORE_USER],
  userName: '{address}',
  name: { givenName, familyName: 'Smith' },
  emails: [{ type: 'work', value: '{address}', primary: true }],
  active,
});

const withId = (givenName: string, active: boolean) => ({ ...user(givenName, active), id: '{id}' });

export const PING_PLAY: Play = {
  headers: { always: { 'Content-Type': 'application/scim+json', Accept: 'application/scim+json' } },
  steps: [
    lookUp('looks the person up', 'userName Eq "{address}"', NO_ONE),
    lookUp('looks the person up by e-mail', 'emails[type eq "work"].value eq "{address}"', NO_ONE),
    post('creates the person', user('Petra', true), { ...CREATED, holds: { userName: '{address}' } }),
    lookUp('finds the person', 'userName Eq "{address}"', FOUND),
    put('replaces the person', withId('Pet', true), {
      ...ACTIVE,
      holds: { name: { givenName: 'Pet', familyName: 'Smith' } },
    }),
    put('disables the person', withId('Petra', false), INACTIVE),
    put('enables the person again', withId('Petra', true), ACTIVE),
    remove('deletes the person'),
    lookUp('looks for the person again', 'userName Eq "{address}"', NO_ONE),
  ],
};
