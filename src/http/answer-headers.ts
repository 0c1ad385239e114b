/** Headers of every answer; a surface that knows better sets its own. */
import type { RequestHandler } from 'express';

/** Everything not declared public is personal data: no cache keeps it, and no browser guesses what it is. */
export const guardAnswers: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  next();
};
