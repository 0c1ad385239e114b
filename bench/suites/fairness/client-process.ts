/** A client of the fairness suite in a process of its own, so that neither client waits for the other. */
import { attack } from './attack.ts';
import { KINDS } from './kinds.ts';
import { observe } from './observe.ts';
import type { Scene } from './scene.ts';
import { SlowReceiver } from './slow-receiver.ts';

export type Order =
  | { readonly task: 'observe'; readonly scene: Scene; readonly durationMs: number }
  | { readonly task: 'attack'; readonly scene: Scene; readonly durationMs: number; readonly kind: string };

process.once('message', (order: Order) => {
  void run(order).then(
    result => process.send?.({ result }, () => process.exit(0)),
    (error: unknown) => process.send?.({ failure: String(error) }, () => process.exit(1)),
  );
});
// A parent that is gone leaves no client behind.
process.once('disconnect', () => process.exit(1));

async function run(order: Order): Promise<unknown> {
  const { scene, durationMs } = order;
  if (order.task === 'observe') return observe(scene, durationMs);
  const kind = KINDS.find(({ name }) => name === order.kind);
  if (!kind) throw new Error(`there is no kind ${order.kind}`);
  const receiver = kind.slowEndpoints === undefined ? undefined : await SlowReceiver.start();
  await receiver?.register(scene, kind.slowEndpoints ?? 0);
  try {
    return await attack(kind, scene, durationMs);
  } finally {
    receiver?.stop();
  }
}
