import { createHash } from "node:crypto";

/** For a screen of any width, light or dark, and for paper. Nothing is fetched. */
export const style = `
:root { color-scheme: light dark; --ink: #16202a; --soft: #566472; --line: #d7dde3; --back: #fff; --raised: #f4f6f8; --link: #075f73; --mark: #fff4d6; --warn: #8a2d0c; --button: #075f73; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --soft: #a3b0bd; --line: #35414d; --back: #12181f; --raised: #1b242d; --link: #6fc7da; --mark: #3d3413; --warn: #ffb08f; --button: #0b7088; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { font: 16px/1.6 system-ui, "Segoe UI", "Noto Sans", sans-serif; color: var(--ink); background: var(--back); margin: 0; overflow-wrap: break-word; }
a { color: var(--link); }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--back); padding: 0.5rem; }
header { border-bottom: 1px solid var(--line); }
header > div, .page { max-width: 68rem; margin: 0 auto; padding: 1rem; }
header > div { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; align-items: baseline; }
header p { margin: 0; }
.name { font-weight: 700; font-size: 1.2rem; }
.about { color: var(--soft); flex: 1 1 18rem; }
.language a, .language strong { display: inline-block; padding: 0.4rem; }
nav ol { list-style: none; margin: 0; padding: 0; columns: 2; column-gap: 1rem; }
nav a { display: block; padding: 0.3rem 0; text-decoration: none; break-inside: avoid; }
nav a:hover { text-decoration: underline; }
main { min-width: 0; }
h1 { font-size: 1.8rem; line-height: 1.25; margin: 1.5rem 0 0.5rem; }
h2 { font-size: 1.35rem; line-height: 1.3; margin: 3rem 0 0.75rem; padding-top: 0.75rem; border-top: 1px solid var(--line); break-after: avoid; }
h3 { font-size: 1.05rem; margin: 1.75rem 0 0.25rem; break-after: avoid; }
h4 { font-size: 1rem; margin: 1.25rem 0 0.25rem; }
p { margin: 0.5rem 0; max-width: 44rem; }
li { margin: 0.35rem 0; max-width: 44rem; }
ol, ul { padding-left: 1.4rem; }
.note { border-left: 4px solid var(--link); background: var(--raised); padding: 0.5rem 0.75rem; }
.caption { color: var(--soft); font-size: 0.9rem; margin: 1rem 0 -0.25rem; }
code, pre { font: 0.875em/1.5 ui-monospace, Consolas, "Liberation Mono", monospace; }
code { background: var(--raised); border-radius: 3px; padding: 0.1em 0.3em; overflow-wrap: anywhere; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: 4px; padding: 0.75rem; overflow-x: auto; margin: 0.5rem 0; tab-size: 4; }
pre code { background: none; padding: 0; font-size: 1em; overflow-wrap: normal; }
pre.wrap code { white-space: pre-wrap; overflow-wrap: anywhere; }
.jump { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; margin: 0.75rem 0; padding: 0; list-style: none; }
.jump li, nav li { margin: 0; }
h1 + section > h2 { border-top: 0; margin-top: 0; }
.jump a { display: inline-block; padding: 0.3rem 0; }
table { border-collapse: collapse; width: 100%; margin: 0.75rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.75rem 0.4rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 600; font-size: 0.9rem; }
.literal code { white-space: nowrap; }
tbody tr { break-inside: avoid; }
tr:target { background: var(--mark); }
.try { border: 1px solid var(--line); border-radius: 6px; padding: 1rem; }
.try label { display: block; font-weight: 600; margin-top: 0.75rem; }
.try input, .try select { display: block; font: inherit; color: inherit; background: var(--back); border: 1px solid var(--soft); border-radius: 4px; padding: 0.55rem; width: 100%; max-width: 26rem; min-height: 44px; }
.try button { font: inherit; font-weight: 600; color: #fff; background: var(--button); border: 0; border-radius: 4px; padding: 0.6rem 1.1rem; margin: 1rem 0.5rem 0 0; min-height: 44px; cursor: pointer; }
.try button:disabled { opacity: 0.55; cursor: progress; }
.try .real { background: var(--warn); color: var(--back); }
.try .warning { border-left: 4px solid var(--warn); padding: 0.25rem 0.75rem; margin-top: 1rem; }
.try .hint { color: var(--soft); font-size: 0.9rem; margin: 0.2rem 0 0; }
#try-status { font-weight: 600; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
[hidden] { display: none !important; }
@media (min-width: 60rem) {
  .page { display: grid; grid-template-columns: 14rem minmax(0, 1fr); gap: 2.5rem; }
  nav ol { columns: 1; position: sticky; top: 1rem; max-height: calc(100vh - 2rem); overflow-y: auto; }
}
@media (max-width: 45rem) {
  .four thead { display: none; }
  .four tr { display: block; padding: 0.75rem 0; border-bottom: 1px solid var(--line); }
  .four td { display: block; border: 0; padding: 0.1rem 0; }
  .four td:nth-child(-n + 2) { display: inline-block; padding-right: 0.5rem; }
  .four td:nth-child(4) { border-left: 3px solid var(--link); padding-left: 0.6rem; margin-top: 0.35rem; }
}
@page { size: A4; margin: 16mm; }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #444; --line: #bbb; --back: #fff; --raised: #fff; --link: #000; --mark: #fff; }
  body { font-size: 10pt; }
  .page { display: block; max-width: none; padding: 0; }
  nav, .language, .skip, #try, .jump { display: none; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  h2 { margin-top: 1.5rem; }
}
`;

export const stylePolicy = `'sha256-${createHash("sha256").update(style).digest("base64")}'`;
