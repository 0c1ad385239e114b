/** What is the same in every guide. */
import { step } from './guide.ts';

export const FIRST_STEP = step(
  'In {product}, switch SCIM on for the account. That makes the Base URL and the token.',
  { notes: ['The token is shown once. Treat it like a password.'], proves: 'enabled' },
);

export const LAST_STEP = step(
  'Back in {product}, open the team members: you see the people that {idp} provisioned. Choose their roles there.',
);

export const BEFORE_YOU_BEGIN: readonly string[] = [
  'You need to be an account admin of {product}, with administrator rights in {idp}.',
  'Single sign-on with SAML comes first: set it up and try it before you provision people.',
  'E-mail addresses must be the same in {idp} and in {product}, letter for letter; capitals do not matter. An alias is another address: someone who is ann+it@example.com in one must be ann+it@example.com in the other.',
  'Two accounts of {product} are two applications in {idp}, each with its own token. A person who belongs to both is a team member in each.',
  'People who are on the team already are matched by their user name and not added a second time.',
];

export const AFTERWARDS: readonly string[] = [
  'New people get an invitation by e-mail and must accept it. They set no password.',
  'People sign in from {product}, not from the dashboard of {idp}: only sign-in that begins at {product} works.',
  'Roles and permissions are set in {product}; {idp} cannot set them.',
  'People are added by {idp} alone, when you assign them. Signing in for the first time adds no one: there is no just-in-time provisioning.',
  'People you remove in {idp} lose their access to {product}.',
  'While single sign-on is switched off, provisioning is suspended. It goes on by itself when single sign-on is active again.',
];

export interface GuideProblem {
  readonly question: string;
  readonly answer: string;
}

export const PROBLEMS: readonly GuideProblem[] = [
  {
    question: 'A person was assigned and does not appear.',
    answer:
      'Okta does not send people who were assigned before provisioning was on: remove them from the application and add them again. With other providers, look for a refused request with the address of this person in the provisioning log.',
  },
  {
    question: 'The test says that the user name belongs to another member.',
    answer:
      'The test address must be free. A real person with this name is on the team already: let {idp} match by the same user name.',
  },
  {
    question: 'A person cannot sign in from the dashboard of {idp}.',
    answer: 'Sign-in begins at {product}.',
  },
  {
    question: 'A person uses an alias, such as ann+it@example.com.',
    answer:
      'It must be the same on both sides. Change it in {idp} for this application, or ask an account admin to change it in {product}. {idp} writes its own value again at its next change.',
  },
  {
    question: 'A person got no invitation.',
    answer:
      'If the provisioning log shows that the person was created, {product} knows about it. The invitation waits about a minute, so that test people get none. Then look into the spam folder, and send the invitation again from {product}.',
  },
  {
    question: 'Roles did not come along.',
    answer:
      'They cannot: choose them in {product}. "Tried to set a role: ignored" in the log is harmless, and ends when the mapping is removed.',
  },
  {
    question: 'We have two accounts.',
    answer: 'Make two applications in {idp}, one for each account, each with its own token.',
  },
];
