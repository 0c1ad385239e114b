import type { Knex } from 'knex';

/**
 * userNames are compared by PRECIS UsernameCaseMapped (docs/adr/0017): names that differed in the width of letters, or
 * in blanks at their ends, are one name now. Where that makes one name of two members, one keeps it: the one whose key
 * is right already, else the one that was created first. The others keep the key they had and are marked; the service
 * names them at its start, and `rollcall doctor` does.
 *
 * The rules stand here as they were when this was written, apart from src/, which may change.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('members', table => {
    table.integer('user_name_clash').notNullable().defaultTo(0);
  });
  await knex.raw(
    'CREATE INDEX members_user_name_clash ON members (account_id, id) WHERE user_name_clash = 1',
  );
  const moved: Keyed[] = [];
  await eachMember(knex, 'user_name_key', member => {
    if (keyOf(member.user_name_key) !== member.user_name_key) moved.push(member);
  });
  moved.sort((one, other) => one.created_at - other.created_at || (one.id < other.id ? -1 : 1));
  for (const { account_id, id, user_name_key } of moved) {
    const key = keyOf(user_name_key);
    const holder = await knex('members').where({ account_id, user_name_key: key }).first('id');
    await knex('members')
      .where({ account_id, id })
      .update(holder ? { user_name_clash: 1 } : { user_name_key: key });
  }
}

/** The keys are those of the names as they are stored, which never clashed by the rule before. */
export async function down(knex: Knex): Promise<void> {
  await eachMember(knex, 'attributes', async member => {
    const { userName } = JSON.parse(member.attributes) as { userName: string }; // every stored member has one
    const { account_id, id, user_name_key } = member;
    const key = userName.normalize('NFC').toLowerCase();
    if (key !== user_name_key) {
      await knex('members').where({ account_id, id }).update({ user_name_key: key });
    }
  });
  await knex.raw('DROP INDEX members_user_name_clash');
  await knex.schema.alterTable('members', table => table.dropColumn('user_name_clash'));
}

interface Keyed {
  account_id: string;
  id: string;
  user_name_key: string;
  created_at: number;
}

const BATCH = 1_000;

/** Reads all members in batches, in an order that a change does not move. @param column read besides the keys */
async function eachMember<Column extends string>(
  knex: Knex,
  column: Column,
  visit: (member: Keyed & Record<Column, string>) => void | Promise<void>,
): Promise<void> {
  for (let last: Keyed | undefined; ; ) {
    const after = last;
    const rows: (Keyed & Record<Column, string>)[] = await knex('members')
      .select('account_id', 'id', 'user_name_key', 'created_at', column)
      .whereRaw(after ? '(account_id, id) > (?, ?)' : '1 = 1', after ? [after.account_id, after.id] : [])
      .orderBy(['account_id', 'id'])
      .limit(BATCH);
    for (const row of rows) await visit({ ...row, created_at: Number(row.created_at) });
    last = rows.at(-1);
    if (!last || rows.length < BATCH) return;
  }
}

const JAMO: ReadonlyMap<string, string> = new Map(
  Array.from({ length: 0x3164 - 0x3131 + 1 }, (_, index) => {
    const letter = String.fromCharCode(0x3131 + index);
    return [letter.normalize('NFKC'), letter];
  }),
);

/** @param folded the key before: the userName in NFC and lower case */
function keyOf(folded: string): string {
  const narrow = folded.replace(/[\u3000\uff01-\uffee]/g, character => {
    if (character === '\uffe3') return '\u00af';
    const mapped = character.normalize('NFKC');
    return JAMO.get(mapped) ?? mapped;
  });
  const mapped = narrow.normalize('NFC').toLowerCase().normalize('NFC');
  let [start, end] = [0, mapped.length];
  const isBlank = (at: number): boolean => /^\p{Zs}$/u.test(mapped.charAt(at));
  while (start < end && isBlank(start)) start += 1;
  while (end > start && isBlank(end - 1)) end -= 1;
  return mapped.slice(start, end);
}
