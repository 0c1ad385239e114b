/** The plays of the self-test on a real service, over HTTP, each answer held to the rules that every answer keeps. */
import { IDENTITY_PROVIDERS, type IdentityProvider } from '../../src/accounts/identity-provider.ts';
import { filled, type PlayStep, type PlayWords, requestOf } from '../../src/self-test/play.ts';
import { PLAYS } from '../../src/self-test/plays/play-catalogue.ts';
import { seenIn } from '../../src/self-test/sight.ts';
import { openTranscript } from '../support/scim/transcript.ts';

const PROVIDERS = Object.keys(IDENTITY_PROVIDERS) as IdentityProvider[]; // Object.keys forgets the literal type

describe.each(PROVIDERS)('the play of %s', provider => {
  const play = PLAYS[provider];
  const transcript = openTranscript(provider, play.headers);
  let words: PlayWords = { address: 'self-test@example.com', id: undefined };
  const steps = play.steps.map((step, index): [string, PlayStep] => [`${index + 1}: ${step.does}`, step]);

  test.each(steps)('%s', async (_does, step) => {
    const request = requestOf(play, step, words);
    if (!request) throw new Error('no one was created before');
    const expects = filled(step.expects, words);
    const answer = await transcript.perform(request);
    expect(seenIn(request, answer, expects)).toEqual({ status: expects.status, sight: expects.sight });
    if (answer.status === 201) words = { ...words, id: answer.id };
  });
});
