/** Holds invitations back for a while: connection tests create a person and delete it within seconds. */

const DEFAULT_SECONDS = 60;

/** @see rollcall-client.d.ts */
export function settleWindow({ seconds = DEFAULT_SECONDS } = {}) {
  const windowMs = seconds * 1_000;
  return {
    next(event, invitation, now = Date.now()) {
      // The person was erased since: there is no address to write to.
      if (event.data?.erased) return undefined;
      // Another person under the same id has not been invited yet.
      if (event.data?.identity?.samePerson === false) return { status: 'held', since: now };
      switch (event.type) {
        case 'team_member.provisioned':
        // Back again before the invitation went out: then it is still owed.
        case 'team_member.reactivated':
          return invitation ?? { status: 'held', since: now };
        case 'team_member.deprovisioned':
          return invitation?.status === 'held' ? undefined : invitation;
        case 'team_member.deleted':
        case 'team_member.erased':
          return undefined;
        default:
          return invitation;
      }
    },
    due(invitations, caughtUpAt) {
      return invitations.filter(({ status, since }) => status === 'held' && since + windowMs <= caughtUpAt);
    },
  };
}
