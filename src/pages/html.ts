/**
 * HTML as a tagged template. What is put into it is text, unless it was made here: a string cannot become markup, nor
 * an address that runs a script. The places of inserts are judged once, when a template is first used, so the first
 * test that renders a page finds an insert where text could become more than text.
 */

const MARKUP = Symbol('markup');
const ADDRESS = Symbol('address');
const FLAG = Symbol('flag');

/** Markup made by `html`. */
export interface Html {
  readonly [MARKUP]: string;
}

/** An address that may be followed, made by `path` or `webAddress`. */
export interface Address {
  readonly [ADDRESS]: string;
}

/** An attribute without a value, made by `flag`. */
export interface Flag {
  readonly [FLAG]: string;
}

export type Insert = string | number | Html | Address | Flag | readonly Insert[] | null | undefined | false;

/** Where an insert stands, which decides what it may be. */
type Place = 'text' | 'value' | 'address' | 'flag';

const places = new WeakMap<TemplateStringsArray, readonly Place[]>();

/** @throws Error for an insert where it must not stand: a fault of the template, whatever the values are */
export function html(strings: TemplateStringsArray, ...inserts: readonly Insert[]): Html {
  let judged = places.get(strings);
  if (!judged) {
    judged = placesIn(strings);
    places.set(strings, judged);
  }
  let markup = strings[0] ?? '';
  for (const [index, insert] of inserts.entries()) {
    markup += rendered(insert, judged[index] ?? 'text') + (strings[index + 1] ?? '');
  }
  return { [MARKUP]: markup };
}

export const markupOf = ({ [MARKUP]: markup }: Html): string => markup;

/** An address of this service; each insert is one segment, or one value of the query. */
export const path = (strings: TemplateStringsArray, ...inserts: readonly (string | number)[]): Address => {
  if (!/^\/(?!\/)/.test(strings[0] ?? '')) throw new Error('a path begins with one slash');
  return { [ADDRESS]: String.raw({ raw: strings }, ...inserts.map(encodeURIComponent)) };
};

/** @throws Error for an address that is neither http nor https */
export function webAddress(text: string): Address {
  const { protocol, href } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') throw new Error('only web addresses can be followed');
  return { [ADDRESS]: href };
}

type FlagName =
  | 'autofocus'
  | 'checked'
  | 'disabled'
  | 'hidden'
  | 'open'
  | 'readonly'
  | 'required'
  | 'selected';

/** `<option value="x" ${flag('selected', isChosen)}>` */
export const flag = (name: FlagName, isSet: boolean): Flag => ({ [FLAG]: isSet ? name : '' });

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, character => ESCAPES[character] ?? '');

function rendered(insert: Insert, place: Place): string {
  if (typeof insert === 'object' && insert !== null) {
    if (ADDRESS in insert && (place === 'address' || place === 'value')) return escaped(insert[ADDRESS]);
    if (FLAG in insert && place === 'flag') return insert[FLAG];
    if (MARKUP in insert && place === 'text') return insert[MARKUP];
    if (Array.isArray(insert) && place === 'text') return insert.map(each => rendered(each, place)).join('');
  } else if (place === 'text' || place === 'value') {
    return insert === null || insert === undefined || insert === false ? '' : escaped(String(insert));
  }
  throw new Error(`what is put into a template does not fit its place (${place})`);
}

const ADDRESS_ATTRIBUTES = new Set(['href', 'src', 'action', 'formaction', 'poster', 'data']);
/** Their values are programs, styles or documents, not text. */
const FORBIDDEN_ATTRIBUTE = /^(?:on|style$|srcdoc$|srcset$|ping$|http-equiv$)/;
/** Their content is not text. */
const FORBIDDEN_ELEMENT = /^(?:script|style|iframe|object|embed|base)$/;

const NAME = /[^\s"'<>/=]+/y;
const TO_VALUE = /\s*=\s*(?=")/y;

/** Reads a template as far as its next insert, and knows where that stands. */
class TemplateReader {
  #state: 'text' | 'tag' | 'value' | 'comment' | 'forbidden' = 'text';
  #attribute = '';
  #valueLength = 0;
  #isForbidden = false;

  read(part: string): void {
    for (let at = 0; at < part.length; ) at = this.#step(part, at);
  }

  /** @throws Error where no insert may stand */
  place(before: string): Place {
    const isSafe = !FORBIDDEN_ATTRIBUTE.test(this.#attribute);
    if (this.#state === 'text' && !this.#isForbidden && !before.endsWith('<') && !before.endsWith('</'))
      return 'text';
    if (this.#state === 'tag' && /\s$/.test(before)) return 'flag';
    if (this.#state === 'value' && isSafe) {
      const isAtStart = this.#valueLength === 0 && ADDRESS_ATTRIBUTES.has(this.#attribute);
      this.#valueLength += 1;
      return isAtStart ? 'address' : 'value';
    }
    throw new Error(`no insert may stand here: ${before.slice(-60)}`);
  }

  get isComplete(): boolean {
    return this.#state === 'text';
  }

  #step(part: string, at: number): number {
    if (this.#state === 'comment') {
      const end = part.indexOf('-->', at);
      if (end < 0) return part.length;
      this.#state = 'text';
      return end + 3;
    }
    if (this.#state === 'value') {
      const end = part.indexOf('"', at);
      this.#valueLength += (end < 0 ? part.length : end) - at;
      if (end < 0) return part.length;
      this.#state = 'tag';
      return end + 1;
    }
    return this.#state === 'tag' ? this.#stepInTag(part, at) : this.#stepInText(part, at);
  }

  #stepInText(part: string, at: number): number {
    const open = part.indexOf('<', at);
    if (open < 0) return part.length;
    if (part.startsWith('<!--', open)) {
      this.#state = 'comment';
      return open + 4;
    }
    const [tag] = /^<[/!]?[a-zA-Z][\w-]*/.exec(part.slice(open)) ?? [];
    if (tag === undefined) return open + 1;
    if (open + tag.length === part.length) throw new Error(`no insert may stand in a tag's name: ${tag}`);
    this.#state = 'tag';
    this.#isForbidden = !tag.startsWith('</') && FORBIDDEN_ELEMENT.test(tag.slice(1).toLowerCase());
    return open + tag.length;
  }

  #stepInTag(part: string, at: number): number {
    if (part[at] === '>') {
      this.#state = 'text';
      return at + 1;
    }
    NAME.lastIndex = at;
    const [name] = NAME.exec(part) ?? [];
    if (name === undefined) return at + 1;
    TO_VALUE.lastIndex = at + name.length;
    const [equals] = TO_VALUE.exec(part) ?? [];
    if (equals === undefined) {
      if (/^\s*=/.test(part.slice(at + name.length)))
        throw new Error(`the value of ${name} must be in quotation marks`);
      return at + name.length;
    }
    this.#attribute = name.toLowerCase();
    this.#valueLength = 0;
    this.#state = 'value';
    return at + name.length + equals.length + 1;
  }
}

/** @throws Error for an insert where text could become more than text, and for a template that ends inside a tag */
function placesIn(strings: TemplateStringsArray): readonly Place[] {
  const reader = new TemplateReader();
  const found: Place[] = [];
  for (const [index, part] of strings.entries()) {
    reader.read(part);
    if (index < strings.length - 1) found.push(reader.place(part));
  }
  if (!reader.isComplete)
    throw new Error(`a template must not end inside a tag: ${strings.at(-1)?.slice(-60)}`);
  return found;
}
