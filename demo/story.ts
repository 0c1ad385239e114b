/** The story, scene by scene: who does what, and why it matters. */
import type { Person, Stage } from './identity-provider.ts';
import type { JumpCloud } from './jumpcloud.ts';
import type { Okta } from './okta.ts';

const ANN: Person = {
  givenName: 'Ann',
  familyName: 'Miller',
  userName: 'ann@acorn.example',
  externalId: '664447f5c0c418f2d05e5318',
  title: 'Baker',
  department: 'Ovens',
};
const ANN_PROMOTED: Person = { ...ANN, title: 'Head Baker' };

const OTTO: Person = {
  givenName: 'Otto',
  familyName: 'Lind',
  userName: 'otto@birch.example',
  externalId: '00u1otto5lind',
  title: 'Designer',
};

const ACORN_TEAM = team('acorn.example', ['Bea', 'Carl', 'Dora', 'Emil', 'Fay', 'Gus', 'Hana', 'Ivo']);
const BIRCH_TEAM = team('birch.example', ['Jan', 'Kim', 'Lea', 'Max', 'Nora', 'Olaf', 'Pia', 'Quin']);

/** Plays every scene. Whatever goes differently is in the stage's findings afterwards. */
export async function playStory(jumpcloud: JumpCloud, okta: Okta, stage: Stage): Promise<void> {
  const { narrator, mainApp } = stage;

  narrator.scene('SCIM is switched on for both companies');
  await mainApp.tell();

  narrator.scene('Acorn Bakery presses “Test Connection” in JumpCloud');
  await jumpcloud.testConnection();
  narrator.remark(
    '“firstname lastname” is JumpCloud’s test person; it lived for a moment only. That is why the main app lets every invitation settle before it sends it.',
  );

  narrator.scene('Birch Studio presses “Test Connector Configuration” in Okta');
  await okta.testConnection();

  narrator.scene('Both companies hire');
  const ann = await jumpcloud.assign(ANN);
  const otto = await okta.assign(OTTO);
  await mainApp.sendInvitations();

  narrator.scene('Everyday changes');
  await jumpcloud.update(ann, ANN_PROMOTED, 'promotes Ann', { title: 'Baker' });
  const move = { timezone: 'Europe/Berlin', roles: [{ value: 'admin' }] };
  await okta.update(otto, OTTO, move, 'moves Otto to Berlin, adding roles: “admin”', { timezone: null });
  narrator.remark(
    'The move arrived, the role did not: SCIM cannot grant one here. Roles stay with the main app.',
  );
  await okta.pushGroup('Studio');

  narrator.scene('People leave, and come back');
  await jumpcloud.deactivate(ann, ANN_PROMOTED, 'deactivates Ann');
  await jumpcloud.deactivateAgain(ann, ANN_PROMOTED, 'deactivates Ann once more: no event');
  await okta.deactivate(otto, OTTO, 'deactivates Otto');
  await okta.reactivate(otto, OTTO, 'assigns Otto again');
  await jumpcloud.reactivate(ann, ANN_PROMOTED, 'reactivates Ann');

  narrator.scene('Can one company see the other? Okta asks for Ann, with Birch’s token');
  await okta.pryInto(ann, ANN);

  narrator.scene('Monday morning: both companies assign a whole team at the same time');
  await Promise.all([
    jumpcloud.assignTeam(ACORN_TEAM, `looks up and assigns ${ACORN_TEAM.length} people`),
    okta.assignTeam(BIRCH_TEAM, `looks up and assigns ${BIRCH_TEAM.length} people`),
  ]);
  await mainApp.tell();
  await mainApp.sendInvitations();

  narrator.scene('Goodbyes');
  await jumpcloud.remove(ann, ANN_PROMOTED, 'deletes Ann');
  await okta.deactivate(otto, OTTO, 'deactivates Otto; Okta never deletes');
}

/** First names of everybody who must have been sent an invitation; the test person is not among them. */
export const INVITED: ReadonlySet<string> = new Set(
  [ANN, OTTO, ...ACORN_TEAM, ...BIRCH_TEAM].map(({ givenName }) => givenName),
);

function team(domain: string, givenNames: readonly string[]): readonly Person[] {
  return givenNames.map((givenName, index) => ({
    givenName,
    familyName: 'Example',
    userName: `${givenName.toLowerCase()}@${domain}`,
    externalId: `${domain}-${index + 1}`,
  }));
}
