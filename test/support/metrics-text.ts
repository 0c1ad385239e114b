/** Reads what Prometheus reads: the text of /metrics. */

interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export class MetricsText {
  readonly text: string;
  readonly series: readonly Series[];

  /** @throws when a line is none of the format */
  constructor(text: string) {
    this.text = text;
    this.series = text
      .split('\n')
      .filter(line => line !== '' && !line.startsWith('#'))
      .map(readLine);
  }

  /** The sum of the series that have these labels; `undefined` when there is none. */
  sum(name: string, labels: Readonly<Record<string, string>> = {}): number | undefined {
    const found = this.series.filter(
      series =>
        series.name === name &&
        Object.entries(labels).every(([label, value]) => series.labels[label] === value),
    );
    return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0);
  }

  /** The names of the metrics, as they are declared. */
  names(): readonly string[] {
    return [...this.text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name ?? '');
  }
}

function readLine(line: string): Series {
  const [, name, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
  if (name === undefined) throw new Error(`this is no line of the format: ${line}`);
  const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
  return {
    name,
    labels: Object.fromEntries(pairs.map(([, label, text]) => [label ?? '', text ?? ''])),
    value: value === '+Inf' ? Number.POSITIVE_INFINITY : Number(value),
  };
}

/** @param token `undefined`: none is sent */
export async function scrape(url: string, token?: string): Promise<MetricsText> {
  const response = await fetch(`${url}/metrics`, {
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`/metrics answered ${response.status}: ${text}`);
  return new MetricsText(text);
}
