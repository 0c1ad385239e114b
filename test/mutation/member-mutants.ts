import { mutantsOf } from './mutant.ts';

const DOMAINS = ['test/conformance/rfc7643-section-4-1-email-domains.test.ts'];
const LINKING = ['test/api/members/linking.test.ts'];
const USER_NAMES = ['test/conformance/rfc7643-section-4-1-user-names.test.ts'];
const REPLACING = ['test/conformance/rfc7644-section-3-5-1-replacing.test.ts'];
const DELETING = ['test/conformance/rfc7644-section-3-6-deleting.test.ts'];
const MEMBERS = ['test/api/members/members.test.ts'];
const REVOKED = ['test/security/revoked-means-stopped.test.ts'];

export const MEMBER_MUTANTS = [
  ...mutantsOf('src/members/provider-limits.ts', DOMAINS, [
    [
      'evil-acme.com passes as acme.com',
      "domains.includes(fold(email.slice(email.lastIndexOf('@') + 1)))",
      'domains.some(domain => fold(email).endsWith(domain))',
    ],
  ]),
  ...mutantsOf('src/members/identity/addresses.ts', DOMAINS, [
    [
      'an address that is there already is judged again',
      'const known = new Set(before ? addressesOf(before) : []);',
      'const known = new Set<string>();',
    ],
    [
      'only the derived address is judged',
      'return [emailOf(attributes), ...values].filter(',
      'return [emailOf(attributes)].filter(',
    ],
    [
      'the derived address is not judged',
      'return [emailOf(attributes), ...values].filter(',
      'return [...values].filter(',
    ],
    [
      'what is no address passes',
      'if (newAddresses(attributes, before).every(isEmailAddress)) return;',
      'return;',
    ],
  ]),
  ...mutantsOf('src/members/identity/email-address.ts', DOMAINS, [
    ['a list of addresses is one', '+@[^\\s@,;<>', '+@[^\\s@;<>'],
    [
      'an invisible character stands in an address',
      'ADDRESS.test(text)',
      "ADDRESS.test(text.replace(/[\\u200b-\\u200f]/g, ''))",
    ],
  ]),
  ...mutantsOf('src/members/provider-limits.ts', LINKING, [
    [
      'a member of a foreign domain is taken over',
      'email !== undefined && isAmong(policies.allowedEmailDomains, email)',
      'email !== undefined',
    ],
    [
      'the policy of links counts for nothing',
      "if (policies.link === 'any') return;",
      'if (policies.link) return;',
    ],
    [
      'a member is renamed while it is taken over',
      'if (isRenamed(before.attributes, attributes) || isReachedElsewhere(before.attributes, attributes)) {',
      'if (isReachedElsewhere(before.attributes, attributes)) {',
    ],
    [
      'a member gets another address while it is taken over',
      'if (isRenamed(before.attributes, attributes) || isReachedElsewhere(before.attributes, attributes)) {',
      'if (isRenamed(before.attributes, attributes)) {',
    ],
    [
      'a protected member is deactivated',
      "if (before.active && !after.active) throw isProtected('deactivate');",
      '',
    ],
    [
      'a protected member is renamed',
      "if (isRenamed(before, after)) throw isProtected('change the userName of');",
      '',
    ],
    [
      'a protected member gets other addresses',
      "if (isReachedElsewhere(before, after)) throw isProtected('change the e-mail addresses of');",
      '',
    ],
    ['a protected member is deleted', "if (before.isProtected) throw isProtected('delete');", ''],
    [
      'the order of addresses, which decides who is written to, may change',
      "JSON.stringify([fold(emailOf(attributes) ?? ''), [...new Set(values)].sort()])",
      'JSON.stringify([...new Set(values)].sort())',
    ],
  ]),
  ...mutantsOf(
    'src/members/change.ts',
    ['test/api/operations/clock-going-back.test.ts'],
    [
      [
        'lastModified goes back with the clock',
        'activatedAt: before.activatedAt ?? (attributes.active ? context.now : null),\n  };\n  const type',
        'activatedAt: before.activatedAt ?? (attributes.active ? context.now : null),\n  };\n  Object.assign(after, { modifiedAt: context.now });\n  const type',
      ],
      [
        'lastModified goes back with the clock in an offboarding',
        'modifiedAt: Math.max(context.now, before.modifiedAt),\n  };\n  const flip',
        'modifiedAt: context.now,\n  };\n  const flip',
      ],
    ],
  ),
  ...mutantsOf('src/members/change.ts', REPLACING, [
    [
      'a change that changes nothing makes an event',
      'if (difference.changed.length === 0 && !isLinked) {',
      'if (difference.changed.length < 0 && !isLinked) {',
    ],
    [
      'a version comes twice',
      'isProtected,\n    version: before.version + 1,',
      'isProtected,\n    version: before.version,',
    ],
    [
      'who comes back is provisioned again',
      "return before.activatedAt === null ? 'team_member.provisioned' : 'team_member.reactivated';",
      "return 'team_member.provisioned';",
    ],
    [
      'a deactivation is announced as an update',
      "if (!after.attributes.active) return 'team_member.deprovisioned';",
      "if (!after.attributes.active) return 'team_member.updated';",
    ],
    [
      'a deactivation has no reason',
      "type === 'team_member.deprovisioned' ? 'deactivated' : undefined",
      'undefined',
    ],
  ]),
  ...mutantsOf(
    'src/members/change.ts',
    ['test/conformance/rfc7644-section-3-3-creating.test.ts'],
    [
      [
        'who is created inactive is provisioned',
        "attributes.active ? 'team_member.provisioned' : 'team_member.staged'",
        "'team_member.provisioned'",
      ],
      [
        'who was staged is provisioned twice',
        'activatedAt: attributes.active ? context.now : null,\n  };\n  const { changed }',
        'activatedAt: context.now,\n  };\n  const { changed }',
      ],
    ],
  ),
  ...mutantsOf('src/members/change.ts', DELETING, [
    [
      'an active member is deleted without being deprovisioned',
      'before.attributes.active ? deactivateMember(context, before, reason) : undefined',
      'undefined',
    ],
    [
      'a deleted member is deprovisioned a second time',
      'before.attributes.active ? deactivateMember(context, before, reason) : undefined',
      'deactivateMember(context, before, reason)',
    ],
    ['a deletion has the version before it', '{ ...inactive, version: inactive.version + 1 }', 'inactive'],
  ]),
  ...mutantsOf('src/members/change.ts', LINKING, [
    ['a link is not kept', "managedBy: isLinked ? 'idp' : before.managedBy", 'managedBy: before.managedBy'],
    [
      'a policy does not hold for a deletion',
      "if (context.actor.kind === 'idp') checkProviderRemoval(context.policies, before);",
      '',
    ],
    [
      'a policy does not hold for a change',
      'if (isProvider && (isLinked || difference.changed.length > 0)) {',
      'if (isProvider && isLinked && difference.changed.length > 0) {',
    ],
    [
      'a change of activity does not say that it linked',
      "isLinked: isLinked && type !== 'team_member.linked'",
      'isLinked: false',
    ],
  ]),
  ...mutantsOf('src/members/change.ts', MEMBERS, [
    [
      'a rule for identity providers binds the main app',
      'if (isProvider) checkEmail(context.policies, attributes);',
      'checkEmail(context.policies, attributes);',
    ],
    [
      'a change of the main app puts a member under the provider',
      "isProvider && before.managedBy === 'app'",
      "before.managedBy === 'app'",
    ],
    [
      'protection is forgotten by the next change',
      'isProtected = before.isProtected }',
      'isProtected = false }',
    ],
  ]),
  ...mutantsOf('src/members/difference.ts', REPLACING, [
    ['the order of a list is a change', 'canonicalText(left) === canonicalText(right)', 'false'],
    ['an old value is not published', 'previous[path] = old ?? null;', 'previous[path] = next ?? null;'],
    ['schemas are published as a change', "if (name !== 'schemas') compare(", 'compare('],
  ]),
  ...mutantsOf(
    'src/members/member.ts',
    ['test/conformance/rfc7644-section-3-4-2-2-filter-values.test.ts'],
    [
      [
        'the first address counts before the primary one',
        "emails.find(email => email['primary'] === true) ??",
        'emails[0] ??',
      ],
      [
        'the address at work counts for nothing',
        "emails.find(email => typeof email['type'] === 'string' && fold(email['type']) === 'work') ??",
        '',
      ],
      [
        'a userName is no address',
        'return isEmailAddress(attributes.userName) ? attributes.userName : undefined;',
        'return undefined;',
      ],
      ['two spellings of one character differ', "text.normalize('NFC').toLowerCase()", 'text.toLowerCase()'],
    ],
  ),
  ...mutantsOf('src/members/identity/user-name.ts', USER_NAMES, [
    ['wide letters are other letters', 'fold(text.replace(WIDTH_VARIANTS, mapWidth))', 'fold(text)'],
    ['blanks at the ends make another name', 'foldUserName(trimBlanks(userName))', 'foldUserName(userName)'],
    [
      'invisible characters may stand in a name',
      'if (found === undefined) return trimmed;',
      'if (found !== 0) return trimmed;',
    ],
    [
      'a name that is there already stands in the way of a deactivation',
      'if (before !== undefined && trimmed === trimBlanks(before)) return before;',
      '',
    ],
  ]),
  ...mutantsOf('src/members/account-gate.ts', REVOKED, [
    [
      'a revoked token writes on',
      'if (!credential || credential.revokedAt !== null) {',
      'if (!credential) {',
    ],
    [
      'an expired token writes on',
      'if (credential.expiresAt !== null && credential.expiresAt <= now) {',
      'if (credential.expiresAt !== null && credential.expiresAt < 0) {',
    ],
    ['a suspended connection writes on', "if (actor.kind === 'idp') requireConnected(gate.connection);", ''],
  ]),
  ...mutantsOf(
    'src/members/account-gate.ts',
    ['test/store/store-contract.test.ts'],
    [['a closed account is written to', 'if (gate.isOpen) return;', 'return;']],
  ),
  ...mutantsOf(
    'src/members/member-event.ts',
    ['test/api/members/erasure.test.ts'],
    [
      [
        'an erased event keeps what changed',
        'changed: [],\n    previous: {},\n    ...(reason',
        "changed: data['changed'],\n    previous: data['previous'],\n    ...(reason",
      ],
      [
        'an erased event keeps the member',
        'member: { id, active, version, managedBy },\n    changed',
        'member,\n    changed',
      ],
      ['an erased event does not say so', 'request,\n    erased: true,', 'request,'],
    ],
  ),
  ...mutantsOf(
    'src/members/members.ts',
    ['test/conformance/rfc7644-section-3-14-versions.test.ts'],
    [['a version is not looked at', 'if (!accepts || accepts(version)) return;', 'return;']],
  ),
  ...mutantsOf(
    'src/members/members.ts',
    ['test/api/accounts/closing.test.ts'],
    [
      [
        'closing leaves a trace of who was a member',
        'if (left === 0) await this.#store.expireTombstones(accountId);',
        '',
      ],
    ],
  ),
];
