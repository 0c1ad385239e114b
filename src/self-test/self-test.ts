/**
 * The self-test: the requests of an identity provider are sent to a stand-in for this service that has an account's
 * rules. It is given neither a database nor an event log nor the id of an account: what it cannot name it cannot touch.
 */
import type { ExplanationId } from '../provisioning-log/explanations/explanation-catalogue.ts';
import { filled, type Json, type Play, type PlayStep, requestOf } from './play.ts';
import { isAsExpected, type Seen, seenIn } from './sight.ts';
import type { OpenStandIn, Rules, StandIn } from './stand-in.ts';

interface SelfTest extends Rules {
  readonly play: Play;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly openStandIn: OpenStandIn;
}

export interface StepResult {
  readonly does: string;
  readonly expected: Seen;
  /** `null` when it was not played: it is about a person who was not created. */
  readonly got: Seen | null;
  readonly isAsExpected: boolean;
  readonly explanation: ExplanationId | null;
  readonly durationMs: number;
}

export interface SelfTestRun {
  readonly steps: readonly StepResult[];
  readonly durationMs: number;
}

export async function runSelfTest({ play, now, openStandIn, ...rules }: SelfTest): Promise<SelfTestRun> {
  const startedMs = performance.now();
  const standIn = await openStandIn(rules, now);
  try {
    const [domain = 'example.com'] = rules.policies.allowedEmailDomains;
    const steps = await playAll(play, standIn, `self-test@${domain}`);
    return { steps, durationMs: performance.now() - startedMs };
  } finally {
    await standIn.close();
  }
}

async function playAll(play: Play, standIn: StandIn, address: string): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  let id: string | undefined;
  for (const step of play.steps) {
    const { result, created } = await playStep(play, step, standIn, { address, id });
    results.push(result);
    id = created ?? id;
  }
  return results;
}

async function playStep(
  play: Play,
  step: PlayStep,
  standIn: StandIn,
  words: { readonly address: string; readonly id: string | undefined },
): Promise<{ readonly result: StepResult; readonly created: string | undefined }> {
  const { does } = step;
  const expects = filled(step.expects, words);
  const expected = { status: expects.status, sight: expects.sight };
  const request = requestOf(play, step, words);
  if (!request) {
    const result = { does, expected, got: null, isAsExpected: false, explanation: null, durationMs: 0 };
    return { result, created: undefined };
  }
  const startedMs = performance.now();
  const answer = await standIn.send(request);
  const durationMs = performance.now() - startedMs;
  const got = seenIn(request, answer, expects);
  return {
    result: {
      does,
      expected,
      got,
      isAsExpected: isAsExpected(expects, got),
      explanation: answer.explanation,
      durationMs,
    },
    created: answer.status === 201 ? idOf(answer.body) : undefined,
  };
}

function idOf(body: Json | undefined): string | undefined {
  const id = body?.['id'];
  return typeof id === 'string' ? id : undefined;
}
