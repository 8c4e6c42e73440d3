/** The page's style: the system's own fonts and colours, light and dark, nothing loaded. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5d6878; --paper: #f6f7f9; --card: #fff; --line: #e1e5ea;
  --accent: #0b6bcb; --good: #14804a; --bad: #c0362c; --warn: #9a6200; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf1; --soft: #9aa6b5; --paper: #12161c; --card: #1a2028;
  --line: #2b333e; --accent: #6cb2ff; --good: #5fd39a; --bad: #ff8a80; --warn: #e5b567; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 76rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; display: grid; gap: 1.25rem; }
header p { margin: .25rem 0 0; color: var(--soft); max-width: 60ch; }
h1 { margin: 0; font-size: 1.6rem; letter-spacing: -.01em; }
h2 { margin: 0 0 .75rem; font-size: 1rem; }
nav { display: flex; gap: 1rem; flex-wrap: wrap; margin-top: .5rem; }
a { color: var(--accent); }
section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.1rem 1.25rem; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .88rem; }
th { text-align: left; font-weight: 600; color: var(--soft); }
th, td { padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
code, .path { font: .84rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
.method { font: 600 .78rem/1.5 ui-monospace, monospace; }
.buttons { display: flex; flex-wrap: wrap; gap: .5rem; }
button { font: inherit; font-size: .88rem; color: var(--ink); background: transparent; border: 1px solid var(--line);
  border-radius: 8px; padding: .35rem .75rem; cursor: pointer; }
button:hover { border-color: var(--accent); }
button:focus-visible, a:focus-visible, select:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
select { font: inherit; font-size: .88rem; color: inherit; background: var(--card); border: 1px solid var(--line);
  border-radius: 8px; padding: .35rem .5rem; max-width: 100%; }
label { display: flex; gap: .5rem; align-items: center; margin-bottom: .75rem; color: var(--soft); flex-wrap: wrap; }
.soft { color: var(--soft); } .good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
#status { min-height: 1.5em; margin: .75rem 0 0; color: var(--soft); }
`;
