/** Colours as they are judged by WCAG 2.2: relative luminance and contrast. */

type Channels = readonly [number, number, number];

const WHITE = '#ffffff';
const BLACK = '#141414';
/** How much of black or white is mixed in at a time. */
const STEP = 0.04;

/** @param colour `#rrggbb` @returns from 1 to 21 */
export function contrast(colour: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(colour), luminance(other)].toSorted((one, two) => one - two);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Text on this colour. */
export const textOn = (colour: string): string =>
  contrast(colour, WHITE) >= contrast(colour, BLACK) ? WHITE : BLACK;

/** The colour, as much lighter or darker as it takes to be read on this background. @param least the contrast needed */
export function readableOn(background: string, colour: string, least: number): string {
  const toward = textOn(background);
  let share = 0;
  let readable = colour;
  while (contrast(readable, background) < least && share < 1) {
    share += STEP;
    readable = mixed(colour, toward, share);
  }
  return readable;
}

function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map(channel => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as unknown as Channels; // three in, three out
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mixed(colour: string, other: string, share: number): string {
  const others = channels(other);
  const mix = channels(colour).map((channel, index) => {
    const value = channel + ((others[index] ?? 0) - channel) * Math.min(1, share);
    return Math.round(value).toString(16).padStart(2, '0');
  });
  return `#${mix.join('')}`;
}

const channels = (colour: string): Channels => [
  Number.parseInt(colour.slice(1, 3), 16),
  Number.parseInt(colour.slice(3, 5), 16),
  Number.parseInt(colour.slice(5, 7), 16),
];
