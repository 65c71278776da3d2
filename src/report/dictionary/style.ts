/** Of the data dictionary alone; colours are those of the page. */
export const STYLE = `
main{max-width:none}
.layout{display:grid;grid-template-columns:15rem minmax(0,1fr);gap:2rem;align-items:start}
nav{position:sticky;top:0;max-height:100vh;overflow-y:auto;padding:.5rem .5rem 2rem 0;font-size:.9rem}
nav ul{list-style:none;margin:.1rem 0 .6rem;padding-left:.8rem}
nav a{text-decoration:none;overflow-wrap:anywhere}nav a:hover{text-decoration:underline}
.nav-module>a{display:inline-block;font-weight:600;color:var(--ink)}
#search{width:100%;padding:.4rem .6rem;border:1px solid var(--line);border-radius:6px;background:var(--paper);color:var(--ink);font:inherit}
#found{margin:.3rem 0 .6rem;min-height:1.3em;font-size:.85rem}
.content{min-width:0;max-width:72rem}
.module>h2::first-letter,.nav-module>a::first-letter{text-transform:uppercase}
.relation{border-top:1px solid var(--line);padding-top:.4rem;margin-top:1.6rem;scroll-margin-top:.5rem}
.relation:target>h3{color:var(--accent)}
h3{font-size:1.1rem}h4{font-size:.85rem;color:var(--soft);margin:.9rem 0 .2rem;font-weight:600}
h3 .badge{font-weight:400}
.kind{color:var(--soft);font-weight:400;font-size:.85rem}
.key{font-size:.7rem;color:var(--soft);border:1px solid var(--line);border-radius:3px;padding:0 .3em}
section ul{margin:.2rem 0;padding-left:1.1rem;font-size:.92rem}code,section .soft{overflow-wrap:anywhere}
.er{margin:.5rem 0 1rem;border:1px solid var(--line);border-radius:6px;position:relative;background:var(--tint);overflow:hidden}
.er svg{display:block;width:100%;max-height:640px;touch-action:pan-y;cursor:grab}.er svg.moving{cursor:grabbing}
.er-tools{position:absolute;right:.5rem;top:.5rem;display:flex;gap:.25rem}
.er-tools button{width:2rem;height:2rem;border:1px solid var(--line);border-radius:6px;background:var(--paper);color:var(--ink);font-size:1rem;cursor:pointer}
.er text{font:12px ui-monospace,Menlo,Consolas,monospace;fill:var(--ink)}
.er .er-name{font-weight:700}.er .er-type{fill:var(--soft)}.er .er-key{fill:var(--accent)}
.er-box{text-decoration:none}.er-box rect{fill:var(--paper);stroke:var(--line)}.er-box:hover rect,.er-box.near rect{stroke:var(--accent);stroke-width:1.5}
.er-rule{stroke:var(--line)}
.er-line path{fill:none;stroke:var(--soft);stroke-width:1.1}.er-line.near path{stroke:var(--accent);stroke-width:2}
[hidden]{display:none!important}
@media (max-width:800px){.layout{display:block}nav{position:static;max-height:14rem;border-bottom:1px solid var(--line);margin-bottom:1rem}}
@media print{nav,.er-tools{display:none}.layout{display:block}.relation{break-inside:avoid}}
`
