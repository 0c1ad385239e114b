/** The JSON text of a page, put together in pieces: other requests have their turn while a large one is rendered. */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** So much JSON is parsed and written without a break: about two milliseconds. */
const RENDERED_IN_A_TURN = 65_536;

/**
 * @param render what is shown of an item
 * @param rest what stands beside `data`
 */
export async function pageText<Item>(
  items: readonly Item[],
  render: (item: Item) => object,
  rest: object,
): Promise<string> {
  const texts: string[] = [];
  let length = 0;
  for (const item of items) {
    const text = JSON.stringify(render(item));
    texts.push(text);
    length += text.length;
    if (length < RENDERED_IN_A_TURN) continue;
    length = 0;
    await nextTurn();
  }
  return `{"data":[${texts.join()}],${JSON.stringify(rest).slice(1)}`;
}
