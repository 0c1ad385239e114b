/** What went wrong, as a page: a headline, what to do, and the number that support asks for. */
import type { ErrorRequestHandler } from 'express';
import { type RollcallError, toRollcallError } from '../base/errors.ts';
import { describeFailure, type Log } from '../base/log.ts';
import { setErrorHeaders } from '../http/problem.ts';
import { html } from './html.ts';
import type { Page, PageLayout } from './page.ts';

/** The last error handler of the pages. */
export function answerPageProblems(layout: PageLayout, log: Log): ErrorRequestHandler {
  return (thrown: unknown, _request, response, _next) => {
    const error = toRollcallError(thrown);
    const { requestId } = response.locals;
    response.locals.failure = error;
    if (error.status >= 500 && error.topic !== 'client_gone') {
      log.error('a page failed', { requestId, ...describeFailure(error.cause ?? error) });
    }
    if (response.headersSent) return;
    setErrorHeaders(response, error, 'Rollcall');
    layout.send(response, problemPage(error, requestId), error.status);
  };
}

function problemPage(error: RollcallError, requestId: string): Page {
  const { title, text } = wordsFor(error);
  return {
    title,
    kind: 'narrow',
    main: html`<h1>${title}</h1>
<p>${text}</p>
<p class="soft">Request <code>${requestId}</code></p>`,
  };
}

/** A bug or an outage is ours, and its details are in the log. */
function wordsFor({ status, title, message }: RollcallError): {
  readonly title: string;
  readonly text: string;
} {
  if (status === 503) {
    return {
      title: 'This page is not available right now',
      text: 'Try again in a minute. Nothing is lost meanwhile.',
    };
  }
  if (status >= 500)
    return {
      title: 'Something went wrong on our side',
      text: 'Try again. If it happens again, report the number below.',
    };
  if (status === 404) return { title: 'There is nothing at this address', text: message };
  return { title, text: message };
}
