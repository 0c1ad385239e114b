/**
 * A main app in small: it keeps its team list with roles of its own, invites people, and ends their sessions.
 * `npm run example`; the README beside this file says what to set.
 */
import { join } from 'node:path';
import { consumeFeed, settleWindow } from 'rollcall-client';
import { Mailer } from './mailer.js';
import { MainAppStore } from './main-app-store.js';
import { TeamConnection } from './team-connection.ts';
import { createWeb } from './web.js';

const {
  ROLLCALL_URL = 'http://127.0.0.1:8080',
  ROLLCALL_TOKEN,
  WEBHOOK_SECRET,
  PORT = '3000',
  DATA_FOLDER = 'data/main-app',
  SETTLE_SECONDS = '60',
} = process.env;

if (!ROLLCALL_TOKEN) {
  console.error(
    'Set ROLLCALL_TOKEN: npm run -s rollcall -- service-token issue --scopes events:read,accounts:read,accounts:write --json',
  );
  process.exit(2);
}

const settleSeconds = Number(SETTLE_SECONDS);
const store = new MainAppStore(join(DATA_FOLDER, 'main-app.db'), settleWindow({ seconds: settleSeconds }));
const mailer = new Mailer(join(DATA_FOLDER, 'mails'));

/** Jobs that an earlier life left undone are done first of all, and nothing is done twice at a time. */
function sendInvitations() {
  for (const { id, email } of store.openJobs()) {
    if (mailer.send({ key: id, to: email, text: 'You are invited to the team.' })) {
      console.log(`sent an invitation to ${email}`);
    }
    store.closeJob(id);
  }
}
sendInvitations();

// With webhooks as pokes it is enough to ask now and then; without them Rollcall holds each request until there is news.
const restSeconds = Math.min(10, Math.max(0.2, settleSeconds / 3));
const pace = WEBHOOK_SECRET
  ? { waitSeconds: 0, pollSeconds: restSeconds }
  : { waitSeconds: Math.ceil(restSeconds) };

const feed = consumeFeed({
  url: ROLLCALL_URL,
  token: ROLLCALL_TOKEN,
  ...pace,
  readCursor: () => store.cursor(),
  readSequence: key => store.sequence(key),
  apply: page => store.apply(page),
  applySnapshot: snapshot => store.applySnapshot(snapshot),
  listAccounts: () => store.accounts(),
  onCaughtUp: at => {
    store.releaseInvitations(at);
    sendInvitations();
  },
  onRetry: ({ error, delayMs }) => console.warn(`trying again in ${delayMs} ms: ${error}`),
});

const connection = new TeamConnection({ url: ROLLCALL_URL, token: ROLLCALL_TOKEN });
const web = createWeb({ store, connection, webhookSecret: WEBHOOK_SECRET, onWebhook: () => feed.poke() });
const server = web.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`the main app listens on http://127.0.0.1:${server.address().port}`);
});

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void feed.stop());

try {
  await feed.finished;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
server.close();
server.closeAllConnections();
store.close();
