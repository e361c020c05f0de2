import { paletteCss } from "../chart/palette.ts";

/** Everything a report looks like. Colours are `light-dark()` pairs, so that one switch of `color-scheme` turns them all. */
export const styles = `
:root{color-scheme:light dark;
--bg:light-dark(#fff,#16181d);--soft:light-dark(#f6f7f9,#1d2027);--line:light-dark(#e3e6eb,#2c313a);--ink:light-dark(#1c2230,#e4e7ec);--dim:light-dark(#5a6372,#a2abb8);--faint:light-dark(#737c8b,#8a93a1);
--accent:light-dark(#1f5f9f,#7db9f5);--bad:light-dark(#b3202d,#ff8f94);--bad-bg:light-dark(#fdf2f2,#2b1a1d);--warn:light-dark(#8a5300,#f0bd62);--warn-bg:light-dark(#fdf6e7,#2a2315);--good:light-dark(#1b7a4b,#6fd3a0);
${paletteCss};
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Pretendard","Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR","Noto Sans CJK KR",sans-serif;
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"D2Coding","Noto Sans Mono CJK KR",monospace}
:root:has(#appearance-light:checked){color-scheme:light}
:root:has(#appearance-dark:checked){color-scheme:dark}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:1.5rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.65 var(--sans);word-break:keep-all;overflow-wrap:anywhere}
main{max-width:52rem;margin:0 auto;padding:3.5rem 1.5rem 4rem}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.18em}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}
h1,h2,h3,h4,h5,h6{line-height:1.3;margin:2.2em 0 .6em;font-weight:650;text-wrap:balance}
h1{font-size:2.1rem;letter-spacing:-.015em;margin:0 0 1.1rem;font-weight:700}
h2{font-size:1.45rem;letter-spacing:-.01em}
h3{font-size:1.15rem}
h4,h5,h6{font-size:1rem}
p,ul,ol,blockquote{margin:0 0 1em}
ul,ol{padding-left:1.5em}
li+li{margin-top:.25em}
.prose :is(p,li,blockquote){max-width:44rem}
.prose>:last-child{margin-bottom:1.2em}
blockquote{margin-left:0;padding-left:1rem;border-left:3px solid var(--line);color:var(--dim)}
img{max-width:100%;height:auto}
hr{border:0;border-top:1px solid var(--line);margin:2.5em 0}
code,pre{font-family:var(--mono);font-size:.86em}
pre code{font-size:inherit}
:not(pre)>code{background:var(--soft);border:1px solid var(--line);border-radius:4px;padding:.08em .35em}
pre{margin:0;padding:.9rem 1.1rem;line-height:1.6;overflow-x:auto;white-space:pre;word-break:normal;overflow-wrap:normal;tab-size:4}
.prose pre{background:var(--soft);border:1px solid var(--line);border-radius:8px;margin-bottom:1em}
.missing{color:var(--faint)}
.skip{position:absolute;left:-99rem;background:var(--bg);padding:.6rem 1rem;z-index:9}
.skip:focus{left:1rem;top:1rem}
header{padding-bottom:1.6rem;margin-bottom:2rem;border-bottom:1px solid var(--line)}
dl{margin:0}
.facts{display:flex;flex-wrap:wrap;gap:.7rem 2.2rem}
.facts dt{font-size:.75rem;color:var(--faint)}
.facts dd{margin:0;font-size:.9rem;font-variant-numeric:tabular-nums}
.facts code{background:none;border:0;padding:0}
.zone{color:var(--faint)}
.state::before{content:"";display:inline-block;width:.55em;height:.55em;border-radius:50%;margin-right:.45em;background:var(--faint)}
.state.done::before{background:var(--good)}
.state:is(.failed,.lost){color:var(--bad);font-weight:600}
.state:is(.failed,.lost)::before{background:var(--bad)}
.state.interrupted::before{background:var(--warn)}
.params{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:1.1rem}
.params div{display:flex;border:1px solid var(--line);border-radius:6px;overflow:hidden;font-size:.84rem;max-width:100%}
.params dt{background:var(--soft);color:var(--dim);padding:.15rem .6rem;border-right:1px solid var(--line)}
.params dd{margin:0;padding:.15rem .6rem;font-variant-numeric:tabular-nums}
.banner{border-radius:8px;padding:.8rem 1.1rem;margin:0 0 1.8rem;font-weight:550;background:var(--warn-bg);color:var(--warn);border:1px solid color-mix(in srgb,currentColor 30%,transparent)}
.banner:is(.failed,.lost){background:var(--bad-bg);color:var(--bad)}
.banner a{color:inherit;font-weight:400;margin-left:.5em}
.cell{margin:1.6rem 0 2.2rem}
.cell>*+*{margin-top:.9rem}
.code{border:1px solid var(--line);border-radius:8px;background:var(--soft);overflow:hidden}
.code summary{display:flex;align-items:baseline;gap:.9rem;padding:.4rem 1rem;font-size:.78rem;color:var(--dim);cursor:pointer;list-style:none}
.code summary::-webkit-details-marker{display:none}
.code summary::before{content:"";align-self:center;width:.38em;height:.38em;border:solid currentColor;border-width:0 1.5px 1.5px 0;transform:rotate(-45deg);transition:transform .12s}
.code[open] summary::before{transform:rotate(45deg)}
.code summary b{font-weight:600;color:var(--ink)}
.code summary .took{margin-left:auto;font-variant-numeric:tabular-nums}
.code pre{border-top:1px solid var(--line);background:var(--bg)}
.code:not([open]){background:none}
.failed>.code,.lost>.code{border-color:color-mix(in srgb,var(--bad) 45%,var(--line))}
figure{margin:0}
figcaption{font-weight:650;font-size:1.05rem;margin-bottom:.7rem}
.result>.failure+.table,.result>.empty+.table{margin-top:.9rem}
.note{font-size:.82rem;color:var(--faint);margin:.45rem 0 0;font-variant-numeric:tabular-nums}
.plot{position:relative;margin:0;line-height:0}
.plot svg{display:block;width:100%;height:auto;overflow:visible}
.plot svg text{font-family:var(--sans);font-variant-numeric:tabular-nums}
.tooltip{position:absolute;z-index:5;pointer-events:none;line-height:1.5;background:var(--bg);color:var(--ink);border:1px solid var(--line);border-radius:7px;box-shadow:0 4px 16px rgb(0 0 0/.14);padding:.5rem .75rem;font-size:.8rem;max-width:20rem;width:max-content}
.tooltip[hidden],.rule[hidden]{display:none}
.rule{position:absolute;pointer-events:none;background:var(--chart-dim);opacity:.45}
.tooltip .place{color:var(--dim);margin-bottom:.15rem}
.tooltip .line{display:flex;justify-content:space-between;gap:1.4rem}
.tooltip b{font-weight:600;font-variant-numeric:tabular-nums}
.tooltip .name::before{content:"";display:inline-block;width:.6em;height:.6em;border-radius:2px;margin-right:.5em;background:var(--series-1)}
${[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `.tooltip .series-${n}::before{background:var(--series-${n})}`).join("")}
.data{margin-top:.7rem}
.data summary{font-size:.82rem;color:var(--dim);cursor:pointer}
.data .table{margin-top:.6rem}
.table{overflow:auto;max-height:32rem;border:1px solid var(--line);border-radius:8px}
table{border-collapse:collapse;font-size:.86rem;line-height:1.45}
.table table{min-width:100%}
.prose table{display:block;overflow-x:auto;max-width:100%;margin-bottom:1em}
th,td{padding:.42rem .85rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
tr:last-child td{border-bottom:0}
td{white-space:pre-wrap;max-width:30rem;overflow-wrap:break-word;font-variant-numeric:tabular-nums}
th{font-weight:600;white-space:nowrap}
.table th{position:sticky;top:0;background:var(--soft);box-shadow:inset 0 -1px var(--line);border-bottom:0;z-index:1}
th small{display:block;font-weight:400;font-size:.72rem;color:var(--faint);max-width:18rem;overflow:hidden;text-overflow:ellipsis}
.n{text-align:right;white-space:nowrap}
.n small{margin-left:auto}
.c{text-align:center}
.table tbody tr:hover td{background:light-dark(#f8f9fb,#1b1e24)}
td.null{color:var(--faint);font-style:italic}
td:has(details){min-width:18rem}
td summary{cursor:pointer}
.long{margin-top:.4rem;max-height:16rem;overflow:auto;white-space:pre-wrap}
.printed{background:var(--soft);border-radius:8px;border:1px solid var(--line);max-height:28rem}
img.shown{max-width:100%;height:auto;background:#fff;border-radius:4px}
.printed.stderr{border-left:3px solid var(--warn)}
.failure{border:1px solid color-mix(in srgb,var(--bad) 35%,var(--line));border-left-width:4px;border-left-color:var(--bad);border-radius:8px;background:var(--bad-bg);padding:.9rem 1.1rem}
.failure>*{margin:0}
.failure>*+*{margin-top:.6rem}
.failure .what{font-weight:600;color:var(--bad)}
.failure pre{background:var(--bg);border:1px solid var(--line);border-radius:6px;padding:.6rem .9rem;white-space:pre-wrap;overflow-wrap:anywhere}
.failure .engine{color:var(--dim);max-height:14rem;overflow:auto}
.where .line{font-family:var(--sans);font-size:.9em;color:var(--faint)}
mark{background:light-dark(#ffd8d8,#6b2a30);color:inherit;border-radius:2px;padding:.05em 0}
.hint::before{content:"→ "}
.remark,.ending,.empty{font-size:.88rem;color:var(--dim);margin:.5rem 0 0}
.remark::before{content:"";display:inline-block;width:.5em;height:.5em;border-radius:50%;margin-right:.6em;background:var(--faint)}
.remark.error{color:var(--bad)}.remark.error::before{background:var(--bad)}
.remark.warn{color:var(--warn)}.remark.warn::before{background:var(--warn)}
.remark.saved::before{background:var(--good)}
.ending{font-style:italic}
.empty{padding:2rem;text-align:center;border:1px dashed var(--line);border-radius:8px}
footer{margin-top:4rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.8rem;color:var(--faint)}
.appearance{position:absolute;top:1rem;right:1.25rem;margin:0;border:1px solid var(--line);border-radius:7px;padding:2px;display:flex;font-size:.76rem;background:var(--bg);z-index:3}
.appearance legend,.appearance input{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.appearance span{display:block;padding:.12rem .6rem;border-radius:5px;color:var(--dim);cursor:pointer}
.appearance :checked+span{background:var(--soft);color:var(--ink);font-weight:600}
.appearance :focus-visible+span{outline:2px solid var(--accent)}
nav{font-size:.86rem}
nav summary{font-weight:600;font-size:.78rem;color:var(--faint);cursor:pointer;list-style:none}
nav ul{list-style:none;margin:.6rem 0 0;padding:0}
nav li{margin:0}
nav a{display:block;padding:.2rem 0 .2rem .8rem;color:var(--dim);text-decoration:none;border-left:1px solid var(--line);line-height:1.4}
nav a:hover{color:var(--ink);border-color:var(--accent)}
nav .l3 a{padding-left:1.7rem}
@media (min-width:75rem){
.with-contents{display:grid;grid-template-columns:15rem minmax(0,1fr) 4rem}
.with-contents nav{position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto;padding:3.9rem .5rem 2rem 1.6rem}
.with-contents main{width:100%}
}
@media (max-width:74.99rem){.with-contents nav{max-width:52rem;margin:0 auto;padding:3.5rem 1.5rem 0}.with-contents main{padding-top:1.8rem}}
@media (max-width:40rem){body{font-size:15px}main,.with-contents nav{padding-left:1rem;padding-right:1rem}h1{font-size:1.65rem}.facts{gap:.6rem 1.4rem}}
.hljs-keyword,.hljs-literal{color:light-dark(#8b2fa0,#d9a0e8)}
.hljs-string,.hljs-regexp{color:light-dark(#1a7340,#8fd6a4)}
.hljs-number{color:light-dark(#a14a00,#efb27a)}
.hljs-comment,.hljs-quote{color:var(--faint);font-style:italic}
.hljs-built_in,.hljs-type,.hljs-title{color:light-dark(#1f5f9f,#86c1f7)}
.hljs-attr,.hljs-meta,.hljs-subst{color:light-dark(#5a6372,#b9c1cd)}
.ansi-bold{font-weight:700}.ansi-faint{opacity:.65}.ansi-italic{font-style:italic}.ansi-underline{text-decoration:underline}
.ansi-1{color:var(--bad)}.ansi-2{color:var(--good)}.ansi-3{color:var(--warn)}.ansi-4{color:var(--accent)}.ansi-5{color:light-dark(#8b2fa0,#d9a0e8)}.ansi-6{color:light-dark(#0f6f78,#6fd0d8)}.ansi-7{color:var(--faint)}.ansi-0.ansi-bright{color:var(--faint)}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}.code summary::before{transition:none}}
@media print{
:root{color-scheme:light!important}
@page{margin:16mm 14mm}
body{font-size:10.5pt;display:block}
main{max-width:none;padding:0}
.appearance,.skip,.tooltip,.rule,nav{display:none!important}
a{color:inherit}
.table,.printed,.long,.failure .engine{max-height:none;overflow:visible}
.table{border:0}
.table th{position:static}
thead{display:table-header-group}
table{font-size:8.5pt}
td,th{padding:.2rem .45rem}
td:has(details){min-width:0}
pre{white-space:pre-wrap;overflow-wrap:anywhere}
tr,.plot,.failure,.params,figcaption{break-inside:avoid}
h1,h2,h3,h4,figcaption{break-after:avoid}
}
`.replaceAll(/\n/g, "");
