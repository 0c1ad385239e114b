/** Whose roles a member may have after an event. */

/** @see rollcall-client.d.ts */
export function keepsRoles({ data }) {
  if (data?.identity?.samePerson === false) return false;
  if (data?.formerId === undefined) return true;
  const { former } = data;
  return former?.managedBy === 'idp' && !former.protected && former.sameExternalId;
}
