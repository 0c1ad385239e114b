/** `rollcall-client`: what a main app needs to follow Rollcall's events. Plain JavaScript, no dependencies, Node.js 20 or newer. */
export { consumeFeed, FeedError } from './consume-feed.js';
export { keepsRoles } from './roles.js';
export { decide, sequenceKey } from './sequence.js';
export { settleWindow } from './settle-window.js';
export { isReplay, verifyWebhook, WebhookError } from './webhook.js';
