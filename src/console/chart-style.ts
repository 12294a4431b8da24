/** What uPlot draws in the colours of the pages, and where it stands. */
export const chartStyle = `
:root { --line-1: #07596c; --line-2: #b4540a; --line-3: #5b3fa8; --line-4: #2f7a3d; --line-5: #a3195b; }
@media (prefers-color-scheme: dark) { :root { --line-1: #74cadc; --line-2: #f0a65e; --line-3: #b8a3f5; --line-4: #86d6a0; --line-5: #f292bf; } }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: 1.25rem; margin-bottom: 1.25rem; }
.charts:has(> :nth-child(4)) { grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); }
.charts[hidden] { display: none; }
.chart { margin: 0; min-width: 0; }
.chart figcaption { font-weight: 600; margin-bottom: 0.5rem; }
.chart .plot { min-height: 15rem; }
.chart .u-legend { text-align: left; font-size: 0.8125rem; color: var(--soft); }
.chart .u-legend th, .chart .u-legend td { border: 0; padding: 0.1rem 0.25rem; }
.chart .u-legend tr:hover { background: none; }
.chart .u-value { font-variant-numeric: tabular-nums; color: var(--ink); }
`;
