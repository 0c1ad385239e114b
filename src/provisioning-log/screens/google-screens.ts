import type { ProviderScreens } from './provider-screens.ts';

const APP = 'Google Admin console > Apps > Web and mobile apps > the app > Autoprovisioning';

export const GOOGLE_SCREENS: ProviderScreens = {
  screens: {
    connection: `${APP} > Authorization and endpoint`,
    mapping: `${APP} > Attribute mapping`,
    groups: `${APP} > Provisioning scope`,
    people: `${APP} > Provisioning scope, and "User access" of the app`,
    offboarding: `${APP} > Deprovisioning`,
  },
  fields: {
    baseUrl: '"Endpoint URL"',
    token: '"Access token"',
    userName: 'the app attribute userName',
    email: 'the app attribute for the e-mail address',
  },
  again:
    'Google synchronizes every few hours. To begin now, turn autoprovisioning off and on again; "Download list" on the card Autoprovisioning names the people that failed.',
  changes: {
    groups_pushed:
      'Nothing is pushed from here: groups on this screen only decide who is provisioned. If groups are sent all the same, the app was set up from a catalogue entry that supports them: choose another one.',
    deactivated:
      'Nothing, if that was meant. This screen decides after how many days people are suspended or deleted who lose the app, are suspended or are deleted.',
    deleted:
      'Nothing, if that was meant. Choose suspending instead of deleting on this screen to let people come back as they were.',
  },
};
