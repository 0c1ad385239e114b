import { setTimeout as pause } from 'node:timers/promises';
import type { Reply } from '../support/webhooks/webhook-receiver.ts';

const LONGEST_DELAY_MS = 200;

export const ACCEPTED = 204;

/** A receiver at its worst: it accepts most, slowly at times, fails, cuts the connection, or never answers. */
export async function unreliableAnswer(): Promise<Reply> {
  const choice = Math.random();
  if (choice < 0.02) return 'hang';
  if (choice < 0.05) return 'cut';
  if (choice < 0.1) return 500;
  if (choice < 0.12) return 429;
  if (choice < 0.3) await pause(Math.random() * LONGEST_DELAY_MS);
  return ACCEPTED;
}
