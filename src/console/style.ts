/**
 * The console's one stylesheet: a page's colours, its frame, and the few parts that pages are made of. Light and dark by
 * the reader's own choice; every size from a phone up; nothing moves for those who want it so.
 */
export const consoleStyle = `
:root { color-scheme: light dark; --ink: #15202b; --soft: #56636f; --line: #d5dce2; --edge: #7d8994; --back: #f5f7f8; --card: #fff; --raised: #eef2f4; --act: #07596c; --on-act: #fff; --tint: #e2f1f4; --good: #1b6b3a; --good-back: #e3f4e8; --warn: #875200; --warn-back: #fdf0d5; --bad: #a8221a; --bad-back: #fdeae8; --info: #3a4fa0; --info-back: #e8ecfb; --mono: ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7ecf0; --soft: #a5b1bc; --line: #323e49; --edge: #7b8894; --back: #10161c; --card: #182029; --raised: #212c36; --act: #74cadc; --on-act: #06242c; --tint: #16333b; --good: #86d6a0; --good-back: #14301f; --warn: #f2c063; --warn-back: #372a0d; --bad: #ff9f95; --bad-back: #3c1a18; --info: #abbaff; --info-back: #1f2850; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 4rem; -webkit-text-size-adjust: 100%; }
body { font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", "Open Sans", sans-serif; color: var(--ink); background: var(--back); margin: 0; overflow-wrap: break-word; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; letter-spacing: -0.01em; }
h2 { font-size: 1.1rem; line-height: 1.3; margin: 0 0 0.75rem; }
h3 { font-size: 1rem; margin: 1rem 0 0.25rem; }
p { margin: 0 0 0.75rem; }
a { color: var(--act); text-underline-offset: 0.15em; }
code, pre, .mono { font-family: var(--mono); font-size: 0.9em; }
pre { overflow-x: auto; background: var(--raised); border-radius: 0.5rem; padding: 0.75rem 1rem; margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; border-radius: 0.25rem; }
main:focus { outline: none; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 0.5rem; z-index: 9; background: var(--card); padding: 0.5rem 1rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.soft { color: var(--soft); }
.small { font-size: 0.875rem; }
.number { font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
.nowrap { white-space: nowrap; }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); }

/* The frame. */
.top { position: sticky; top: 0; z-index: 5; display: flex; align-items: center; gap: 0.5rem 1rem; min-height: 3.5rem; padding: 0.25rem 1.25rem; background: var(--card); border-bottom: 1px solid var(--line); }
.mark { display: flex; align-items: center; gap: 0.5rem; font-weight: 700; font-size: 1.05rem; color: inherit; text-decoration: none; }
.mark svg { width: 1.75rem; height: 1.75rem; background: #075f73; border-radius: 0.4rem; fill: none; stroke: #fff; stroke-width: 2.5; }
.tenant { margin: 0; color: var(--soft); padding-left: 1rem; border-left: 1px solid var(--line); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.languages { margin-left: auto; }
.languages fieldset { display: flex; border: 0; margin: 0; padding: 0; }
.languages button { min-height: 2.25rem; min-width: 2.5rem; padding: 0 0.5rem; border: 1px solid var(--edge); background: transparent; color: var(--ink); font-weight: 500; border-radius: 0; margin-left: -1px; }
.languages button:first-of-type { border-radius: 0.4rem 0 0 0.4rem; } .languages button:last-of-type { border-radius: 0 0.4rem 0.4rem 0; }
.languages button[aria-pressed="true"] { background: var(--act); border-color: var(--act); color: var(--on-act); }
.who { display: flex; align-items: center; gap: 0.75rem; white-space: nowrap; }
.who a { color: inherit; text-decoration: none; padding: 0.35rem 0; } .who a:hover { text-decoration: underline; }
.burger { display: none; }
.burger svg { width: 1.1rem; fill: none; stroke: currentColor; stroke-width: 2; }
.inside { display: grid; grid-template: auto 1fr / 14rem minmax(0, 1fr); min-height: 100vh; }
.inside .top { grid-column: 1 / -1; }
.menu { position: sticky; top: 3.5rem; align-self: start; display: block; width: auto; height: auto; max-height: calc(100vh - 3.5rem); overflow-y: auto; margin: 0; inset: auto; border: 0; color: inherit; background: transparent; padding: 1rem 0.75rem; }
.menu h2 { font-size: 0.75rem; font-weight: 600; letter-spacing: 0.06em; text-transform: uppercase; color: var(--soft); margin: 1rem 0.75rem 0.25rem; }
.menu section:first-child h2 { margin-top: 0; }
.menu ul { list-style: none; margin: 0; padding: 0; }
.menu a { display: block; padding: 0.45rem 0.75rem; border-radius: 0.4rem; color: inherit; text-decoration: none; }
.menu a:hover { background: var(--raised); }
.menu a[aria-current] { background: var(--tint); color: var(--act); font-weight: 600; }
main { padding: 1.5rem 1.75rem 4rem; width: 100%; max-width: 82rem; }
.outside main { max-width: 30rem; margin: 0 auto; padding-top: max(2rem, 8vh); }
.title { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem 1.5rem; margin-bottom: 1.25rem; }
.aside { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
.acting { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; background: var(--info-back); color: var(--info); border-radius: 0.5rem; padding: 0.5rem 1rem; margin-bottom: 1rem; }
.acting p { margin: 0; }

/* What pages are made of. */
.card { background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; padding: 1.25rem; margin-bottom: 1.25rem; }
.card > :last-child { margin-bottom: 0; }
.card > h3:first-child, .card > :first-child > h3 { margin-top: 0; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 1rem; margin-bottom: 1.25rem; }
.cards > .card { margin: 0; }
.halves { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0 1.25rem; align-items: start; }
.row { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; }
.row.end { align-items: end; }
.spread { justify-content: space-between; }
.figure { margin: 0; }
.figure dt { color: var(--soft); font-size: 0.875rem; }
.figure dd { margin: 0; font-size: 1.6rem; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }
.figure dd.small, .figure .beside { font-size: 0.875rem; font-weight: 400; letter-spacing: 0; color: var(--soft); }
.facts { display: grid; grid-template-columns: minmax(7rem, max-content) minmax(0, 1fr); gap: 0.4rem 1.25rem; margin: 0 0 1rem; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.badge { display: inline-block; padding: 0.1rem 0.55rem; border-radius: 1rem; font-size: 0.8125rem; font-weight: 600; white-space: nowrap; background: var(--raised); color: var(--soft); }
.badge.good { background: var(--good-back); color: var(--good); } .badge.warn { background: var(--warn-back); color: var(--warn); } .badge.bad { background: var(--bad-back); color: var(--bad); } .badge.info { background: var(--info-back); color: var(--info); }
.said, .note { border-radius: 0.5rem; padding: 0.6rem 1rem; margin: 0 0 1.25rem; background: var(--raised); }
.said, .note.good { background: var(--good-back); color: var(--good); } .note.warn { background: var(--warn-back); color: var(--warn); } .note.bad { background: var(--bad-back); color: var(--bad); } .note.info { background: var(--info-back); color: var(--info); }
.note > :last-child { margin-bottom: 0; } .note a { color: inherit; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem 2rem; margin-bottom: 1.25rem; } .figures .figure { flex: 1 1 8.5rem; } .figures dd:not(.small) { white-space: nowrap; }
.attention { list-style: none; margin: 0; padding: 0; } .attention li { display: flex; flex-wrap: wrap; gap: 0.35rem 0.75rem; align-items: baseline; padding: 0.6rem 0; border-top: 1px solid var(--line); } .attention li:first-child { border-top: 0; padding-top: 0; } .attention li:last-child { padding-bottom: 0; } .attention li > div { flex: 1 1 16rem; min-width: 0; }
.empty { text-align: center; padding: 2.5rem 1rem; color: var(--soft); }
.empty p { max-width: 34rem; margin-inline: auto; }
.tabs { display: flex; flex-wrap: wrap; gap: 0.25rem; border-bottom: 1px solid var(--line); margin-bottom: 1.25rem; }
.tabs a { padding: 0.5rem 0.9rem; color: var(--soft); text-decoration: none; border-bottom: 3px solid transparent; margin-bottom: -1px; }
.tabs a:hover { color: var(--ink); } .tabs a[aria-current] { color: var(--act); border-color: var(--act); font-weight: 600; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; font-size: 0.8125rem; font-weight: 600; color: var(--soft); padding: 0.5rem 0.75rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
th.number { text-align: right; }
td { padding: 0.6rem 0.75rem; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody tr:last-child td { border-bottom: 0; }
tbody tr:hover { background: var(--raised); }
caption { text-align: left; color: var(--soft); padding: 0 0.75rem 0.5rem; }
.card.table { padding: 0.25rem 0; }
.pager { display: flex; gap: 0.5rem; justify-content: flex-end; padding: 0.5rem 0; }
/* The delivery log. */
.above p { margin: 0; } .above { margin-bottom: 0.75rem; } .above + .card { margin-bottom: 0.75rem; }
#search > .wide, .filters > details.more { flex: 1 1 100%; } .filters .filters { margin: 0; }
.moments { list-style: none; margin: 0 0 1rem; padding: 0; }
.moments li { display: grid; grid-template-columns: 11.5rem minmax(0, 1fr) max-content; gap: 0.15rem 1rem; padding: 0.4rem 0; border-bottom: 1px solid var(--line); break-inside: avoid; }
.moments li:last-child { border-bottom: 0; } .moments time { color: var(--soft); font-variant-numeric: tabular-nums; } .moments .badge { justify-self: end; }
.plain-list { list-style: none; margin: 0 0 1rem; padding: 0; } .plain-list li { padding: 0.2rem 0; }
code.wrap { overflow-wrap: anywhere; }
/* Rows of a form that come and go: windows of limits, people who are alerted. */
.windows { margin-bottom: 1.25rem; } .windows > p { margin-bottom: 0.25rem; }
.window, .alert-row > .row { display: flex; flex-wrap: wrap; gap: 0.4rem 0.5rem; align-items: center; margin: 0.35rem 0; }
.window input { width: 4.25rem; padding-inline: 0.5rem; } .window select { width: auto; }
.alert-row { border-left: 3px solid var(--line); padding-left: 0.75rem; } .alert-row select { width: auto; } .alert-row > .row > input { flex: 1 1 12rem; width: auto; }
.wrong { color: var(--bad); font-weight: 600; font-size: 0.875rem; margin: 0.25rem 0; }
.button.plain[aria-current] { background: var(--tint); border-color: var(--act); }
/* The sandbox's phone: what arrived, in bubbles. */
.inbox-phone { max-width: 26rem; border: 0.6rem solid #36434e; border-radius: 2.25rem; background: var(--raised); padding: 2.25rem 0.75rem 1.5rem; margin-bottom: 1.25rem; position: relative; }
.inbox-phone::before { content: ""; position: absolute; top: 0.7rem; left: 50%; width: 5rem; height: 0.7rem; margin-left: -2.5rem; border-radius: 1rem; background: #36434e; }
.inbox-phone ol { list-style: none; margin: 0; padding: 0.25rem; min-height: 24rem; max-height: 40rem; overflow-y: auto; }
.inbox-phone li { background: var(--card); border-radius: 0.25rem 1rem 1rem; padding: 0.75rem 0.9rem; margin-bottom: 0.75rem; }
.inbox-phone li p { margin: 0 0 0.5rem; } .inbox-phone li > :last-child { margin: 0.4rem 0 0; }
.inbox-phone .said-text { white-space: pre-wrap; overflow-wrap: anywhere; }
.inbox-phone .copyable { align-items: center; } .inbox-phone .copyable code { font-size: 1.35rem; font-weight: 600; letter-spacing: 0.12em; }
.inbox-phone .empty { min-height: 24rem; display: grid; align-content: center; }

/* The balance: a proof, and what stands below a sum. */
img.proof { display: block; max-width: 100%; max-height: 40rem; margin-bottom: 1rem; border: 1px solid var(--line); border-radius: 0.5rem; }
.sums { padding: 0.5rem 0.75rem; margin: 0; }
progress { width: 100%; max-width: 34rem; display: block; margin-top: 1rem; accent-color: var(--act); }
details.more.card { margin-top: 1.25rem; } details.more.card > summary { font-weight: 600; }

/* Templates: a phone that shows what is written, and what two versions differ in. */
.editor { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0 1.25rem; align-items: start; }
.buttons { margin-top: 1rem; }
.tight-row { gap: 0.25rem 0.5rem; }
.deeds { align-items: start; margin-bottom: 1.25rem; }
.sizes { display: grid; grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); gap: 0.75rem 1.25rem; }
.findings { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.6rem; }
.findings li { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.6rem; align-items: start; overflow-wrap: anywhere; }
.phone { width: min(100%, 21rem); margin: 0 auto 1.25rem; border: 0.6rem solid #26323d; border-radius: 2rem; overflow: hidden; background: var(--card); }
.phone-top { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; padding: 0.75rem 1rem; background: #26323d; color: #fff; overflow-wrap: anywhere; }
.phone.whatsapp .phone-top { background: #075e54; }
.phone-screen { min-height: 13rem; padding: 1rem; background: var(--raised); }
.phone.whatsapp .phone-screen { background: light-dark(#e9e2d8, #0d1a17); }
.bubble { width: fit-content; max-width: 95%; padding: 0.6rem 0.85rem; border-radius: 0.3rem 1rem 1rem; background: var(--card); white-space: pre-wrap; overflow-wrap: anywhere; box-shadow: 0 1px 2px rgb(0 0 0 / 0.18); }
.bubble p { margin: 0 0 0.35rem; } .bubble > :last-child { margin-bottom: 0; }
.bubble-button { text-align: center; border-top: 1px solid var(--line); padding-top: 0.5rem; color: var(--act); font-weight: 600; }
.diff dt { margin-top: 0.75rem; } .diff dd { margin: 0.25rem 0 0; } .diff pre + pre { margin-top: 0.25rem; }
.diff-text { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
ins, del { padding: 0 0.15em; border-radius: 0.2rem; } ins b, del b { padding-right: 0.15em; }
ins { background: var(--good-back); color: var(--good); text-decoration: underline; text-underline-offset: 0.15em; }
del { background: var(--bad-back); color: var(--bad); text-decoration: line-through; }

/* Forms. */
button, .button { display: inline-flex; align-items: center; justify-content: center; gap: 0.4rem; min-height: 2.5rem; padding: 0.35rem 1rem; font: inherit; font-weight: 600; border: 1px solid var(--act); border-radius: 0.5rem; background: var(--act); color: var(--on-act); cursor: pointer; text-decoration: none; }
button.plain, .button.plain { background: transparent; color: var(--act); border-color: var(--edge); }
button.danger { background: transparent; color: var(--bad); border-color: var(--bad); }
button.link { background: none; border: 0; padding: 0; min-height: 0; color: var(--act); font-weight: 400; text-decoration: underline; }
button.tight, .button.tight { min-height: 2rem; padding: 0.15rem 0.65rem; font-size: 0.875rem; }
button:hover, .button:hover { filter: brightness(1.08); }
button:disabled { opacity: 0.55; cursor: not-allowed; }
form[aria-busy="true"] button { cursor: progress; opacity: 0.7; }
.field { margin: 0 0 1rem; max-width: 34rem; }
.field > label, .field > .label, legend { display: block; font-weight: 600; margin-bottom: 0.25rem; padding: 0; }
.field .help { color: var(--soft); font-size: 0.875rem; margin: 0.25rem 0 0; }
.field .wrong { color: var(--bad); font-weight: 600; font-size: 0.875rem; margin: 0.25rem 0 0; }
input, select, textarea { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--edge); border-radius: 0.5rem; min-height: 2.5rem; padding: 0.4rem 0.75rem; width: 100%; max-width: 100%; }
input[type="checkbox"], input[type="radio"] { width: 1.15rem; height: 1.15rem; min-height: 0; flex: none; accent-color: var(--act); }
input[type="file"] { padding: 0.4rem; }
textarea { min-height: 6rem; resize: vertical; }
textarea.mono { font-size: 0.875rem; line-height: 1.5; tab-size: 2; }
[aria-invalid="true"] { border-color: var(--bad); border-width: 2px; }
.choice { display: flex; align-items: flex-start; gap: 0.6rem; font-weight: 400; margin: 0.35rem 0; }
.choice input { margin-top: 0.2rem; }
.filters { display: flex; flex-wrap: wrap; gap: 0.5rem 0.75rem; align-items: end; margin-bottom: 1rem; }
.filters .field { margin: 0; flex: 1 1 9rem; max-width: 20rem; } .filters .field.wide { flex: 3 1 16rem; max-width: none; } .filters label { font-size: 0.8125rem; color: var(--soft); font-weight: 500; }
/* Beside the field itself, not its help. */
.filters > .field:has(> .help) + button { align-self: center; }
fieldset { border: 0; margin: 0 0 1rem; padding: 0; min-width: 0; }
details.more > summary { cursor: pointer; color: var(--act); width: fit-content; }
details.more[open] > summary { margin-bottom: 0.5rem; }
details.confirm { display: inline-block; } details.confirm > summary { list-style: none; } details.confirm > summary::-webkit-details-marker { display: none; }
details.confirm[open] { display: block; border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.75rem 1rem; background: var(--card); }
.copyable { display: flex; gap: 0.5rem; align-items: flex-start; } .copyable > pre, .copyable > code { flex: 1; min-width: 0; overflow-wrap: anywhere; }
.qr { display: block; width: min(15rem, 100%); border-radius: 0.5rem; margin: 0 0 0.75rem; }
.codes { margin: 0.75rem 0 1rem; }
.card.narrow { max-width: 40rem; }
.live-off, .live-refused { display: none; } .live-lost .live-off, .refused .live-refused { display: block; } .refused .live-off { display: none; }
.htmx-request.dim { opacity: 0.6; }

.plain-list { list-style: none; margin: 0; padding: 0; }
.switch { margin-top: 0.75rem; } .switch > span { flex: 1 1 14rem; }
.vectors > li { padding: 0.35rem 0; }
.steps { list-style: none; margin: 0 0 0.75rem; padding: 0; }
.steps > li { padding: 0.6rem 0; border-bottom: 1px solid var(--line); background: var(--card); }
.step { display: flex; flex-wrap: wrap; gap: 0.4rem 0.75rem; align-items: end; }
.step-name { flex: 1 1 7rem; font-weight: 600; align-self: center; overflow-wrap: anywhere; }
.step-field { flex: 0 1 7rem; } .step > .wrong { flex-basis: 100%; margin: 0; }
.step-moves { flex: 0 0 14.5rem; flex-wrap: nowrap; gap: 0.25rem; }
.grip { cursor: grab; align-self: center; padding: 0.5rem 0.35rem; color: var(--soft); touch-action: none; }
.step-moves svg, .grip svg { width: 0.9rem; height: 1.1rem; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.saving { margin-bottom: 1.25rem; }
form > details.more, fieldset > details.more { margin-bottom: 1rem; }
.add select { flex: 1; max-width: 16rem; }

@media (max-width: 60rem) {
  .inside { display: block; }
  .burger { display: inline-flex; }
  .menu { display: none; }
  .menu:popover-open { display: block; position: fixed; inset: 3.5rem auto 0 0; width: min(18rem, 85vw); max-height: none; background: var(--card); border-right: 1px solid var(--line); box-shadow: 0 0 2rem rgb(0 0 0 / 0.25); }
  .menu::backdrop { background: rgb(0 0 0 / 0.35); }
  .menu a { padding: 0.6rem 0.75rem; }
  main { padding: 1.25rem 1rem 3rem; }
}
@media (max-width: 40rem) {
  .top { padding: 0.25rem 0.75rem; gap: 0.5rem; }
  .burger { font-size: 0; gap: 0; padding: 0.35rem 0.7rem; }
  .tenant, .who a .soft { display: none; }
  .inside .mark { font-size: 0; gap: 0; }
  .who { gap: 0.5rem; min-width: 0; } .who a { max-width: 6rem; min-width: 0; overflow: hidden; text-overflow: ellipsis; }
  .card { padding: 1rem; border-radius: 0.6rem; }
  .facts { grid-template-columns: 1fr; gap: 0.1rem; } .facts dd { margin-bottom: 0.5rem; }
  table.stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table.stack, table.stack tbody, table.stack tr, table.stack td { display: block; }
  table.stack tr { padding: 0.6rem 1rem; border-bottom: 1px solid var(--line); }
  table.stack td { border: 0; padding: 0.1rem 0; text-align: left; white-space: normal; }
  table.stack td[data-label]::before { content: attr(data-label) ": "; color: var(--soft); font-size: 0.875rem; }
  table.stack td:empty { display: none; }
  .moments li { grid-template-columns: minmax(0, 1fr) max-content; } .moments li > span:nth-child(2) { grid-column: 1 / -1; grid-row: 2; }
  .step-name { flex-basis: 70%; } .step-field { flex-basis: 5.25rem; } .step-moves { flex-basis: auto; }
  input, select, textarea { font-size: 16px; }
}
@media (prefers-reduced-motion: no-preference) { .htmx-swapping { transition: opacity 0.15s; } }
@media print { .top, .menu, .filters, .pager, .tabs, button, .button { display: none; } .inside { display: block; } body { background: #fff; } }
@media (forced-colors: active) { .badge, .card, button, .button { border: 1px solid ButtonText; } }
`;
