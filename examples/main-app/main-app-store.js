/** The main app's own database: its teams and roles, sessions, invitations, jobs, and how far it has read. */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { keepsRoles } from 'rollcall-client';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS feed_cursor (id INTEGER PRIMARY KEY, cursor TEXT NOT NULL);
  INSERT OR IGNORE INTO feed_cursor VALUES (1, '');
  CREATE TABLE IF NOT EXISTS feed_sequences (key TEXT PRIMARY KEY, sequence TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS accounts (id TEXT PRIMARY KEY);
  CREATE TABLE IF NOT EXISTS team (
    id TEXT PRIMARY KEY, account TEXT NOT NULL, user_name TEXT NOT NULL, email TEXT, active INTEGER NOT NULL,
    role TEXT NOT NULL DEFAULT 'member');
  CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, member_id TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS invitations (
    member_id TEXT PRIMARY KEY, job_id TEXT NOT NULL, status TEXT NOT NULL, since INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS jobs (id TEXT PRIMARY KEY, email TEXT NOT NULL, is_done INTEGER NOT NULL DEFAULT 0);
`;

export class MainAppStore {
  #db;
  #settle;
  #statements = new Map();

  /** @param settle a settle window of rollcall-client */
  constructor(path, settle) {
    mkdirSync(dirname(path), { recursive: true });
    this.#db = new BetterSqlite(path);
    this.#db.pragma('journal_mode = WAL');
    this.#db.pragma('synchronous = FULL');
    this.#db.exec(SCHEMA);
    this.#settle = settle;
  }

  close() {
    this.#db.close();
  }

  // ── How far it has read ─────────────────────────────────────────────────────────────────────────────────────

  cursor() {
    return this.#sql('SELECT cursor FROM feed_cursor').get().cursor;
  }

  sequence(key) {
    return this.#sql('SELECT sequence FROM feed_sequences WHERE key = ?').get(key)?.sequence;
  }

  /** Every account it knows; a real main app has had them all along. */
  accounts() {
    return this.#sql('SELECT id FROM accounts').pluck().all();
  }

  /** A page of events: what they mean here, and how far it has read, whole or not at all. */
  apply(page) {
    return this.#db.transaction(() => {
      if (!this.#moveOn(page)) return false;
      for (const event of page.events) this.#work(event);
      return true;
    })();
  }

  /** Makes the team equal to what Rollcall has now. */
  applySnapshot(snapshot) {
    return this.#db.transaction(() => {
      if (!this.#moveOn(snapshot)) return false;
      const { account, members } = snapshot;
      const staying = new Set(members.map(({ id }) => id));
      const known = this.team(account).map(({ id }) => id);
      for (const id of known.filter(each => !staying.has(each))) this.#forget(id);
      for (const member of members) {
        this.#remember(account, member);
        if (!member.active) this.#endSessions(member.id);
        const type = member.active ? 'team_member.provisioned' : 'team_member.deprovisioned';
        // Who is here already has been invited, or is about to be.
        if (!member.active || !known.includes(member.id)) {
          this.#invite({ id: `new-${member.id}`, type, subject: member.id });
        }
      }
      return true;
    })();
  }

  /** @returns false when another process of this app has moved on meanwhile */
  #moveOn({ cursor, previousCursor, sequences }) {
    const move = this.#sql('UPDATE feed_cursor SET cursor = ? WHERE cursor = ?');
    if (move.run(cursor, previousCursor).changes === 0) return false;
    const store = this.#sql('INSERT OR REPLACE INTO feed_sequences VALUES (?, ?)');
    for (const [key, sequence] of sequences) store.run(key, sequence);
    return true;
  }

  #work(event) {
    const { type, subject, partitionkey: account, data } = event;
    if (!type.startsWith('team_member.')) return;
    if (type === 'team_member.deleted' || type === 'team_member.erased') return this.#forget(subject);
    if (type === 'team_member.deprovisioned') this.#endSessions(subject);
    // Of a person who was erased since there is nothing to remember; the deletion comes later in the feed.
    if (data.erased) return;
    this.#remember(account, data.member);
    if (!keepsRoles(event)) this.setRole(account, subject, 'member');
    this.#invite(event);
  }

  // ── The team: what Rollcall tells, and a role that is ours alone ────────────────────────────────

  team(account) {
    const columns = 'id, user_name AS userName, email, active, role';
    return this.#sql(`SELECT ${columns} FROM team WHERE account = ? ORDER BY user_name`).all(account);
  }

  setRole(account, id, role) {
    return (
      this.#sql('UPDATE team SET role = ? WHERE account = ? AND id = ?').run(role, account, id).changes > 0
    );
  }

  #remember(account, { id, userName, email, active }) {
    this.#sql('INSERT OR IGNORE INTO accounts VALUES (?)').run(account);
    this.#sql(
      `INSERT INTO team (id, account, user_name, email, active) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET user_name = excluded.user_name, email = excluded.email, active = excluded.active`,
    ).run(id, account, userName, email, Number(active));
  }

  #forget(id) {
    this.#endSessions(id);
    this.#sql('DELETE FROM invitations WHERE member_id = ?').run(id);
    this.#sql('DELETE FROM team WHERE id = ?').run(id);
  }

  // ── Sessions ────────────────────────────────────────────────────────────────────────────────────────────────

  /** @returns the session's id; nothing for a person who may not sign in */
  signIn(account, memberId) {
    const member = this.#sql('SELECT active FROM team WHERE account = ? AND id = ?').get(account, memberId);
    if (!member?.active) return undefined;
    const id = randomUUID();
    this.#sql('INSERT INTO sessions VALUES (?, ?)').run(id, memberId);
    return id;
  }

  isSignedIn(session) {
    return this.#sql('SELECT 1 FROM sessions WHERE id = ?').get(session) !== undefined;
  }

  #endSessions(memberId) {
    this.#sql('DELETE FROM sessions WHERE member_id = ?').run(memberId);
  }

  // ── Invitations: held for a while, then a job ───────────────────────────────────────────────────────────────

  /** @param event its id names the mail, so that a provider sends it once however often it is asked to */
  #invite(event) {
    const { id: jobId, subject: memberId } = event;
    const held = this.#sql('SELECT * FROM invitations WHERE member_id = ?').get(memberId);
    const next = this.#settle.next(event, held);
    if (next === held) return;
    this.#sql('DELETE FROM invitations WHERE member_id = ?').run(memberId);
    if (next) {
      this.#sql('INSERT INTO invitations VALUES (?, ?, ?, ?)').run(memberId, jobId, next.status, next.since);
    }
  }

  /** Turns invitations that have settled into jobs. @param caughtUpAt everything committed until then is applied */
  releaseInvitations(caughtUpAt) {
    this.#db.transaction(() => {
      const held = this.#sql("SELECT * FROM invitations WHERE status = 'held'").all();
      for (const { member_id, job_id } of this.#settle.due(held, caughtUpAt)) {
        this.#sql("UPDATE invitations SET status = 'released' WHERE member_id = ?").run(member_id);
        this.#sql(
          'INSERT OR IGNORE INTO jobs (id, email) SELECT ?, email FROM team WHERE id = ? AND email IS NOT NULL',
        ).run(job_id, member_id);
      }
    })();
  }

  openJobs() {
    return this.#sql('SELECT id, email FROM jobs WHERE is_done = 0').all();
  }

  closeJob(id) {
    this.#sql('UPDATE jobs SET is_done = 1 WHERE id = ?').run(id);
  }

  #sql(text) {
    const known = this.#statements.get(text) ?? this.#db.prepare(text);
    this.#statements.set(text, known);
    return known;
  }
}
