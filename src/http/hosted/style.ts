/** One column, large targets, the colours of a person's own choice; nothing moves for those who want it so. */
export const hostedStyle = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #515a64; --ground: #f3f4f6; --card: #fff; --line: #7b848f; --act: #0b5cad; --on-act: #fff; --bad: #a8201a; --good: #1d6b34; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceff2; --soft: #b4bcc5; --ground: #14171a; --card: #1f2429; --line: #858f9a; --act: #7db8f5; --on-act: #0b1a2a; --bad: #ff9d94; --good: #8fd6a4; } }
* { box-sizing: border-box; }
body { font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", "Open Sans", sans-serif; color: var(--ink); background: var(--ground); margin: 0; min-height: 100vh; display: flex; flex-direction: column; align-items: center; padding: 1rem; }
main { width: 100%; max-width: 26rem; background: var(--card); border-radius: 0.75rem; padding: 1.5rem; margin: 0 auto; }
header, footer { width: 100%; max-width: 26rem; display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0 1rem; }
.brand { font-weight: 600; font-size: 1.1rem; margin: 0; padding: 0.5rem 0; overflow-wrap: anywhere; }
nav ul { display: flex; list-style: none; gap: 0.25rem; margin: 0; padding: 0; }
nav a, nav span { display: inline-flex; align-items: center; min-height: 44px; min-width: 44px; justify-content: center; padding: 0 0.5rem; }
nav span { color: var(--soft); }
a { color: var(--act); }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 0.5rem; }
p { margin: 0 0 0.75rem; overflow-wrap: anywhere; }
label { display: block; font-weight: 600; margin: 1rem 0 0.25rem; }
input { width: 100%; min-height: 56px; font: 600 1.75rem/1.2 ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; letter-spacing: 0.3em; text-align: center; color: inherit; background: transparent; border: 2px solid var(--line); border-radius: 0.5rem; padding: 0.25rem 0.5rem; }
input[aria-invalid="true"] { border-color: var(--bad); }
button, .button { display: flex; align-items: center; justify-content: center; width: 100%; min-height: 48px; font: inherit; font-weight: 600; border-radius: 0.5rem; border: 2px solid var(--act); background: var(--act); color: var(--on-act); cursor: pointer; margin: 0.75rem 0; text-decoration: none; padding: 0.25rem 1rem; }
button.plain { background: transparent; color: var(--act); margin: 0.25rem 0 0; }
button:disabled { border-color: var(--line); color: var(--soft); cursor: not-allowed; }
[aria-busy="true"] button { cursor: progress; opacity: 0.75; }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
.error, .notice { border-left: 4px solid; padding: 0.25rem 0.75rem; font-weight: 600; }
.error { color: var(--bad); }
.notice { color: var(--good); }
.small { color: var(--soft); font-size: 0.9rem; margin-bottom: 0.25rem; }
input + .small { margin-top: 0.75rem; }
.times { font-variant-numeric: tabular-nums; }
.again { border-top: 1px solid var(--line); margin-top: 1.25rem; padding-top: 1rem; }
.again p { margin-bottom: 0.25rem; }
@media (prefers-reduced-motion: no-preference) { button, .button { transition: opacity 0.15s; } }
@media (min-width: 40rem) { body { padding-top: 10vh; } main { padding: 2rem; } }
@media (forced-colors: active) { button, .button { border: 2px solid ButtonText; } }
`;
