// Runs in each page before its own scripts: measures how the layout shifts, and judges the page when it is asked to.
let shift = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value;
}).observe({ type: 'layout-shift', buffered: true });

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

globalThis.judgePage = async () => {
  const { violations } = await globalThis.axe.run(document, { runOnly: RULES });
  const { scrollWidth, clientWidth } = document.documentElement;
  return [
    ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
    ...(scrollWidth > clientWidth ? [`it scrolls sideways by ${scrollWidth - clientWidth} px`] : []),
    ...(shift > 0.005 ? [`its layout shifts by ${shift}`] : []),
  ];
};
