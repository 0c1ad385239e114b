/** How each identity provider is connected, for the account's IT admin: plain steps, as data. */
import type { IdentityProvider } from './identity-provider.ts';

export interface IdentityProviderGuide {
  /** In order; each is one thing to do, and names screens and fields as the provider does. */
  readonly steps: readonly string[];
  /** What to fill the attributes with, at the least. */
  readonly mappings: readonly { readonly attribute: string; readonly from: string }[];
  /** What surprises people. */
  readonly notes: readonly string[];
}

const map = (userName: string, emails: string, givenName: string, familyName: string) => [
  { attribute: 'userName', from: userName },
  { attribute: 'emails[type eq "work"].value', from: emails },
  { attribute: 'name.givenName', from: givenName },
  { attribute: 'name.familyName', from: familyName },
];

export const IDENTITY_PROVIDER_GUIDES: Readonly<Record<IdentityProvider, IdentityProviderGuide>> = {
  jumpcloud: {
    steps: [
      'In the JumpCloud Admin Portal open SSO Applications and the application, and go to the tab Identity Management.',
      'Choose Custom SCIM with SCIM 2.0. Put the Base URL into "Base URL" and the token into "Token Key".',
      'Give "Test User Email" an address that nobody in the team has: JumpCloud creates that person and deletes them again.',
      'Press "Test Connection", then switch "Enable management of User Groups and Group Membership in this application" off.',
      'Press "Activate" and save.',
      'On the tab User Groups choose whose people are provisioned.',
    ],
    mappings: map('email', 'email', 'firstname', 'lastname'),
    notes: ['Each time the settings are changed, JumpCloud creates and deletes the test person again.'],
  },
  okta: {
    steps: [
      'In the Okta Admin Console open Applications and the application. On the tab General set Provisioning to SCIM and save.',
      'On the tab Provisioning, under Integration, press Edit. Put the Base URL into "SCIM connector base URL".',
      'Set "Unique identifier field for users" to userName.',
      'Choose "Push New Users" and "Push Profile Updates", and leave "Push Groups" and the imports off.',
      'Set "Authentication Mode" to HTTP Header, and put the token into "Authorization".',
      'Press "Test Connector Configuration" and save.',
      'Under To App switch on Create Users, Update User Attributes and Deactivate Users.',
      'On the tab Assignments choose whose people are provisioned.',
    ],
    mappings: map('the application username (Email)', 'email', 'firstName', 'lastName'),
    notes: [
      'Okta never deletes people in an application: whoever is unassigned becomes inactive.',
      'People who were assigned before provisioning was switched on are sent only when they are assigned again.',
    ],
  },
  cloudflare: {
    steps: [
      'Connect the identity provider behind Cloudflare first, and note its id (idp_uid).',
      'In the scim_config of the Access application, through the API of Cloudflare, set "remote_uri" to the Base URL and "idp_uid".',
      'Set "authentication" to the scheme oauthbearertoken with the token.',
      'Add a mapping for urn:ietf:params:scim:schemas:core:2.0:User with "enabled" true, and none for groups.',
      'Set "enabled" of the scim_config to true.',
    ],
    mappings: [{ attribute: 'userName', from: 'what the identity provider behind Cloudflare sends' }],
    notes: [
      'Cloudflare passes on what the identity provider behind it sends.',
      'With "deactivate_on_delete" false people are deleted, with true they become inactive.',
    ],
  },
  entra: {
    steps: [
      'In the Microsoft Entra admin center open Enterprise apps, the application and Provisioning.',
      'Set "Provisioning Mode" to Automatic. Put the Base URL into "Tenant URL" and the token into "Secret Token".',
      'Press "Test Connection" and save.',
      'Under Mappings open Provision Microsoft Entra ID Groups, set "Enabled" to No and save.',
      'Under Users and groups choose whose people are provisioned.',
      'Try one person with "Provision on demand", then set "Provisioning Status" to On.',
    ],
    mappings: map('userPrincipalName', 'mail', 'givenName', 'surname'),
    notes: [
      'Entra works in cycles of about 40 minutes; "Provision on demand" does one person at once.',
      'Unassigned people become inactive; they are deleted 30 days after they were deleted in the directory.',
    ],
  },
  onelogin: {
    steps: [
      'In the OneLogin administration open Applications and the application (SCIM Provisioner with SAML, SCIM v2), and go to the tab Configuration.',
      'Put the Base URL into "SCIM Base URL" and the token into "SCIM Bearer Token".',
      'Check the "SCIM JSON Template": it needs userName, active, name and emails.',
      'Set "API Status" to Enable.',
      'On the tab Provisioning switch provisioning on, and choose what happens to people who lose access: Delete or Suspend.',
      'On the tab Access choose whose people are provisioned, and approve them on the tab Users.',
    ],
    mappings: map('{$parameters.scimusername}', '{$user.email}', '{$user.firstname}', '{$user.lastname}'),
    notes: ['In the template "active" must become true or false: "active": "{$user.active}" works.'],
  },
  google: {
    steps: [
      'In the Google Admin console open Apps, Web and mobile apps, and the application, and go to Autoprovisioning.',
      'Put the token into "Access token" and the Base URL into "Endpoint URL".',
      'Check the attribute mapping.',
      'Choose under Deprovisioning what happens to people who lose access.',
      'Switch autoprovisioning on.',
    ],
    mappings: map('Username', 'Primary email', 'First name', 'Last name'),
    notes: [
      'Google offers autoprovisioning only for applications that were added from its catalogue.',
      'It works every few hours; switching it off and on again begins at once.',
    ],
  },
  ping: {
    steps: [
      'In the PingOne admin console open Integrations, Provisioning, and add a connection of the type SCIM Outbound.',
      'Put the Base URL into "SCIM Base URL", set the version to 2.0, and "Users Resource" to /Users.',
      'Set the authentication to OAuth 2 Bearer Token, and put the token into "OAuth Access Token".',
      'Set "User Filter Expression" to userName Eq "%s" and "User Identifier" to userName.',
      'Test the connection, choose the actions (create, update, disable or delete) and save.',
      'Add a rule that says whose people are provisioned, without groups, and switch both on.',
      'In PingFederate the same settings are those of the outbound provisioning of the SP connection.',
    ],
    mappings: map('Username', 'Email Address', 'Given Name', 'Family Name'),
    notes: ['"Remove Action" decides whether people become inactive or are deleted.'],
  },
  rippling: {
    steps: [
      'In Rippling open IT, Custom Integrations, and the application, and go to SCIM Configuration.',
      'Choose SCIM 2.0, put the Base URL into "SCIM Base URL", and set "SCIM Authorization Method" to Bearer Token.',
      'Take the check marks off "Supports Groups" and "Create & Delete Groups", and leave "Supports Pagination" on.',
      'Install the application, and put the token where it asks for the bearer token.',
      'Press "Test connection", match the people who are there already, and choose under App Access Rules whose people are provisioned.',
    ],
    mappings: map('work email', 'work email', 'first name', 'last name'),
    notes: [],
  },
  authentik: {
    steps: [
      'In the admin interface of authentik open Applications, Providers, and create a SCIM provider.',
      'Put the Base URL into "URL" and the token into "Token".',
      'Choose the User Property Mapping of authentik, and none under Group Property Mappings.',
      'Limit the people with "User filtering" if not all of them belong to the team.',
      'Open the application, add the provider under "Backchannel Providers", and save: the first synchronization begins.',
    ],
    mappings: map('user.username', 'user.email', 'user.name', 'user.name'),
    notes: [
      'authentik creates first, and takes an existing person over when that is refused.',
      'Pushed groups are refused; people are not disturbed by it.',
    ],
  },
  keycloak: {
    steps: [
      'Install an extension that speaks SCIM as a client, such as keycloak-scim: Keycloak has none of its own.',
      'In the Keycloak Admin Console open User federation, and add the SCIM provider of the extension.',
      'Put the Base URL into "SCIM 2.0 endpoint", and set "Endpoint content type" to application/scim+json.',
      'Set "Auth mode" to BEARER, and put the token into "Auth password/token".',
      'Switch "Enable user propagation" on and "Enable group propagation" off, and save.',
      'Press "Sync all users" for those who are there already.',
    ],
    mappings: map('Username', 'Email', 'First name', 'Last name'),
    notes: [
      'The username of Keycloak is often not an e-mail address: fill in Email as well.',
      'What was refused is not sent again by itself.',
    ],
  },
  other: {
    steps: [
      'Open the SCIM or provisioning settings of the application in your identity provider, and choose SCIM 2.0.',
      'Put the Base URL where it asks for the SCIM endpoint, tenant URL or connector base URL.',
      'Choose bearer token, or an HTTP header with the name Authorization, and put the token there.',
      'Switch group provisioning off.',
      'Test the connection, choose whose people are provisioned, and switch provisioning on.',
    ],
    mappings: map(
      'the e-mail address or login name',
      'the e-mail address',
      'the given name',
      'the family name',
    ),
    notes: [],
  },
};
