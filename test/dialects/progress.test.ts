/** After the play of each identity provider its connection is where an administrator would say it is. */
import { IDENTITY_PROVIDERS, type IdentityProvider } from '../../src/accounts/identity-provider.ts';
import { filled, type PlayWords, requestOf } from '../../src/self-test/play.ts';
import { PLAYS } from '../../src/self-test/plays/play-catalogue.ts';
import { openTranscript } from '../support/scim/transcript.ts';

const PROVIDERS = Object.keys(IDENTITY_PROVIDERS) as IdentityProvider[]; // Object.keys forgets the literal type

/** What a play ends with that an administrator would have to mend; of the other providers all refusals are right. */
const WRONG: Readonly<Partial<Record<IdentityProvider, string>>> = {
  onelogin: 'user_name_taken',
  rippling: 'user_name_taken',
  authentik: 'member_gone',
  keycloak: 'member_gone',
};

describe.each(PROVIDERS)('the play of %s', provider => {
  const play = PLAYS[provider];
  const transcript = openTranscript(provider, play.headers);

  test('leaves a connection that has been tested, with no fault but the one it makes', async () => {
    let words: PlayWords = { address: 'ann@example.com', id: undefined };
    for (const step of play.steps) {
      const request = requestOf(play, step, words);
      if (!request) throw new Error('no one was created before');
      const answer = await transcript.perform(request);
      expect(answer.status).toBe(filled(step.expects, words).status);
      if (answer.status === 201) words = { ...words, id: answer.id };
    }
    const wrong = WRONG[provider];
    const { progress } = await transcript.connection();
    expect(progress).toMatchObject({
      mark: wrong === undefined ? 'tick' : 'cross',
      fault: wrong === undefined ? null : { explanation: { id: wrong } },
      ticks: expect.arrayContaining(['enabled', 'first_contact', 'tested']),
    });
  });
});
