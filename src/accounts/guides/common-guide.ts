/** What is the same in every guide. */
import { step } from './guide.ts';

export const FIRST_STEP = step(
  'In {product}, switch automatic team management on. That makes the Base URL and the token for {idp}.',
  {
    notes: ['No one is added or removed by it.', 'The token is shown only once. Treat it like a password.'],
    proves: 'enabled',
  },
);

export const LAST_STEP = step(
  'Back in {product}, open **Team Members**: you see the people {idp} provisioned. Choose their roles there.',
);

export const BEFORE_YOU_BEGIN: readonly string[] = [
  'You need to be an account admin of {product}, with administrator rights in {idp}.',
  'Single sign-on with SAML comes first: set it up and try it before you provision people.',
  'E-mail addresses must be the same in {idp} and in {product}, letter for letter (capitals do not matter). An alias counts as another address: a person who is ann+it@example.com in {product} must be ann+it@example.com in {idp}, and not ann@example.com.',
  'Several accounts of {product}? Make one application in {idp} for each account, each with its own token. A person who belongs to two accounts is a team member in each.',
  'People who are on the team already are matched by their user name and not added a second time.',
];

export const AFTERWARDS: readonly string[] = [
  'New people get an invitation by e-mail and must accept it. They set no password: they enter their e-mail address at {signIn} and sign in through {idp}.',
  'Sign in from {product}, not from the dashboard of {idp}: only sign-in that begins at {product} works.',
  'Roles and permissions stay in {product}. Open **Team Members** and choose them there; {idp} cannot set them. New people begin with the role your account gives by default.',
  'People are added by {idp} alone, when you assign them. Signing in for the first time adds no one: there is no just-in-time provisioning.',
  'People you remove in {idp} lose their access to {product}, and their sessions end.',
  'If single sign-on is switched off, provisioning pauses by itself, and goes on by itself when single sign-on is on again.',
];

export interface GuideProblem {
  readonly question: string;
  readonly answer: string;
}

export const PROBLEMS: readonly GuideProblem[] = [
  {
    question: 'A person was assigned and does not appear.',
    answer:
      'Okta does not send people who were assigned before provisioning was on: remove them from the application and add them again. With other providers, look for a refused request with the address of this person.',
  },
  {
    question: 'It says that the user name belongs to another member.',
    answer:
      'The test address must be free. For a real person: they are on the team already; let {idp} match by the same user name.',
  },
  {
    question: 'A person cannot sign in from the dashboard of {idp}.',
    answer: 'That is so: sign-in begins at {signIn}.',
  },
  {
    question: 'A person uses an alias, such as ann+it@example.com.',
    answer:
      'It must be the same on both sides, one to one. Change it in {idp} for this application, or ask an account admin to change it in {product} under **Team Members**. {idp} writes its own value again at its next change.',
  },
  {
    question: 'A person got no invitation.',
    answer:
      'A line "created …" says that {product} knows about the person. The invitation waits about a minute, so that test people get none. Then look into the spam folder, and send it again under **Team Members**.',
  },
  {
    question: 'Roles did not come along.',
    answer:
      'They cannot: choose them in {product}. "Tried to set a role: ignored" is harmless, and goes away when the mapping is removed.',
  },
  {
    question: 'We have two accounts.',
    answer: 'Make two applications in {idp}, one for each account, each with its own token.',
  },
];
