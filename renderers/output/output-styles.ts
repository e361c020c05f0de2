import { seriesDark, seriesLight } from "../chart/palette.ts";

const series = (colours: readonly string[]) => colours.map((colour, i) => `--series-${i + 1}:${colour}`).join(";");

/**
 * Looks of everything around the table. Colours and fonts are the editor's variables; where a theme leaves one out, what
 * stands nearest to it. The table has looks of its own, which these do not reach.
 */
export const outputStyles = `
:host{display:block;color-scheme:light;${series(seriesLight)};
--fg:var(--vscode-foreground);--dim:var(--vscode-descriptionForeground,var(--fg));--bg:var(--vscode-notebook-editorBackground,var(--vscode-editor-background));
--line:var(--vscode-contrastBorder,var(--vscode-widget-border,color-mix(in srgb,var(--fg) 18%,transparent)));
--soft:var(--vscode-textCodeBlock-background,color-mix(in srgb,var(--fg) 6%,transparent));
--link:var(--vscode-textLink-foreground);--bad:var(--vscode-errorForeground);--warn:var(--vscode-editorWarning-foreground);--good:var(--vscode-notebookStatusSuccessIcon-foreground,var(--vscode-charts-green));
--focus:var(--vscode-focusBorder);
--mono:var(--notebook-cell-output-font-family,var(--vscode-editor-font-family,monospace));
font:var(--vscode-font-size,13px)/1.45 var(--vscode-font-family,system-ui,sans-serif);color:var(--fg)}
:host([data-theme=dark]),:host([data-theme=high-contrast]){color-scheme:dark;${series(seriesDark)}}
@keyframes pass{from{transform:translateX(-100%)}to{transform:translateX(460%)}}
@scope (.out) to (.grid){
:scope{display:flex;flex-direction:column;gap:8px;min-width:0}
:scope>*{min-width:0}
*,::before,::after{box-sizing:border-box}
[hidden]{display:none!important}
:focus-visible{outline:1px solid var(--focus);outline-offset:1px}
p{margin:0}
.dim{color:var(--dim)}
.sign{flex:none;fill:none;stroke:currentColor;stroke-width:1.2;stroke-linecap:round;stroke-linejoin:round}
.sign.error{color:var(--bad)}.sign.warning{color:var(--warn)}.sign.check{color:var(--good)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}

button,select{font:inherit;color:inherit}
button{border:1px solid transparent;border-radius:3px;padding:1px 8px;cursor:pointer;white-space:nowrap}
button[aria-disabled=true]{opacity:.6;cursor:default}
button.primary{background:var(--vscode-button-background);color:var(--vscode-button-foreground);border-color:var(--vscode-button-border,var(--vscode-contrastBorder,transparent))}
button.primary:hover:not([aria-disabled=true]){background:var(--vscode-button-hoverBackground,var(--vscode-button-background))}
button.secondary{background:var(--vscode-button-secondaryBackground,transparent);color:var(--vscode-button-secondaryForeground,var(--fg));border-color:var(--vscode-contrastBorder,var(--vscode-button-secondaryBorder,color-mix(in srgb,var(--fg) 22%,transparent)))}
button.secondary:hover:not([aria-disabled=true]){background:var(--vscode-button-secondaryHoverBackground,var(--vscode-button-secondaryBackground,transparent))}
button.link{background:none;color:var(--link);padding:1px 2px}
button.link:hover:not([aria-disabled=true]){text-decoration:underline;color:var(--vscode-textLink-activeForeground,var(--link))}
button.tool{background:none;padding:2px;border-radius:4px;line-height:0;color:var(--vscode-icon-foreground,var(--fg))}
button.tool:hover{background:var(--vscode-toolbar-hoverBackground);outline:var(--vscode-toolbar-hoverOutline,none)}
button.tool[aria-pressed=true]{background:var(--vscode-toolbar-activeBackground,var(--vscode-toolbar-hoverBackground));border-color:var(--vscode-contrastActiveBorder,transparent)}
select{height:24px;max-width:180px;padding:0 4px;background:var(--vscode-dropdown-background);color:var(--vscode-dropdown-foreground,var(--fg));border:1px solid var(--vscode-dropdown-border,var(--line));border-radius:3px;text-overflow:ellipsis}
select:focus{outline:1px solid var(--focus);outline-offset:-1px}
.actions{display:inline-flex;align-items:center;gap:6px;margin-left:auto;flex-wrap:wrap}
.failed{color:var(--fg);font-size:.92em}
.failed::before{content:"⚠ ";color:var(--warn)}

.doing .row{display:flex;align-items:center;gap:10px;flex-wrap:wrap;min-height:26px}
.doing .row .dim{font-variant-numeric:tabular-nums}
.doing button{margin-left:auto}
.bar{height:2px;margin-top:4px;overflow:hidden;background:color-mix(in srgb,var(--vscode-progressBar-background) 22%,transparent);border-radius:1px}
.bar .part{height:100%;background:var(--vscode-progressBar-background);transition:width .2s}
.bar.unknown .part{width:28%;animation:pass 1.6s ease-in-out infinite}
@media (prefers-reduced-motion:reduce){.bar .part{transition:none}.bar.unknown .part{animation:none;width:100%;opacity:.5}}

.banner{display:flex;align-items:center;gap:8px;flex-wrap:wrap;padding:4px 8px;min-height:32px;border-radius:4px;border:1px solid var(--vscode-inputValidation-warningBorder,var(--line));background:var(--vscode-inputValidation-warningBackground,var(--soft));color:var(--vscode-inputValidation-warningForeground,var(--fg))}
.banner .sign{color:var(--warn)}
.banner .dim{color:inherit;opacity:.85}

.printed{max-height:min(30rem,var(--notebook-cell-output-max-height,30rem));overflow:auto;font-family:var(--mono);font-size:var(--notebook-cell-output-font-size,var(--vscode-editor-font-size,13px));line-height:var(--notebook-cell-output-line-height,1.45);overflow-anchor:none}
.printed pre{margin:0;font:inherit;white-space:pre-wrap;overflow-wrap:anywhere;tab-size:4;content-visibility:auto}
.printed .stderr{position:relative;border-left:3px solid var(--warn);padding:2px 56px 2px 8px;background:color-mix(in srgb,var(--warn) 8%,transparent)}
.stream-name{position:absolute;right:6px;top:2px;font:11px/1.4 var(--vscode-font-family,sans-serif);color:var(--dim);user-select:none}
.cut{margin:6px 0;padding:2px 8px;border-block:1px dashed var(--line);color:var(--dim);font-family:var(--vscode-font-family,sans-serif)}

.result{display:flex;flex-direction:column;gap:6px}
.result>.head{display:flex;align-items:center;gap:12px;flex-wrap:wrap;min-height:28px}
.result-name{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;min-width:0;max-width:24rem;font-family:var(--mono);font-size:12px;color:var(--dim)}
h3{margin:4px 0 8px;font-size:13px;font-weight:600;line-height:1.4}
.tabs{display:inline-flex;gap:2px}
.tabs button{background:none;padding:2px 8px;border-radius:4px;color:var(--vscode-panelTitle-inactiveForeground,var(--dim))}
.tabs button:hover{color:var(--vscode-panelTitle-activeForeground,var(--fg));background:var(--vscode-toolbar-hoverBackground)}
.tabs button[aria-selected=true]{color:var(--vscode-panelTitle-activeForeground,var(--fg));box-shadow:0 2px 0 -1px var(--vscode-panelTitle-activeBorder,var(--focus));border-radius:4px 4px 0 0}

.builder{display:flex;flex-wrap:wrap;align-items:center;gap:6px 14px;padding:6px 8px;margin-bottom:8px;background:var(--soft);border:1px solid var(--vscode-contrastBorder,transparent);border-radius:4px}
.choice{display:inline-flex;align-items:center;gap:6px}
.choice label{color:var(--dim)}
.plot-place{position:relative}
.plot{position:relative;width:100%;line-height:0}
.plot:focus-visible{outline-offset:2px}
.plot svg,.plot canvas{display:block;max-width:100%;overflow:visible}
.plot svg text{font-variant-numeric:tabular-nums}
.empty{position:absolute;inset:0;display:grid;place-content:center;text-align:center;color:var(--dim)}
[role=tabpanel]>.empty{position:static;padding:28px 8px}
.rule{position:absolute;pointer-events:none;background:var(--dim);opacity:.5}
.tooltip{position:absolute;z-index:5;pointer-events:none;line-height:1.45;background:var(--vscode-editorHoverWidget-background,var(--bg));color:var(--vscode-editorHoverWidget-foreground,var(--fg));border:1px solid var(--vscode-editorHoverWidget-border,var(--line));border-radius:4px;box-shadow:0 2px 8px var(--vscode-widget-shadow,rgb(0 0 0/.2));padding:4px 10px;font-size:12px;max-width:20rem;width:max-content}
.tooltip .place{color:var(--dim)}
.tooltip .place:not(:has(+.line)),.tooltip .place:empty{display:none}
.tooltip .line{display:flex;justify-content:space-between;gap:18px}
.tooltip b{font-weight:600;font-variant-numeric:tabular-nums}
.tooltip .name::before{content:"";display:inline-block;width:8px;height:8px;border-radius:2px;margin-right:6px;background:var(--series-1)}
${seriesLight.map((_, i) => `.tooltip .series-${i + 1}::before{background:var(--series-${i + 1})}`).join("")}
.chart-foot{display:flex;flex-wrap:wrap;align-items:center;gap:4px 16px;margin-top:8px;font-size:12px}
.chart-notes{display:flex;flex-wrap:wrap;align-items:center;gap:4px 12px}
.mode{color:var(--dim);font-variant-numeric:tabular-nums}
.badge{padding:1px 8px;border-radius:9px;border:1px solid var(--vscode-inputValidation-warningBorder,var(--line));background:var(--vscode-inputValidation-warningBackground,transparent);color:var(--vscode-inputValidation-warningForeground,var(--fg));font-variant-numeric:tabular-nums}
.save-as{display:inline-flex;align-items:center;gap:4px;margin-left:auto;color:var(--dim)}
.data{margin-top:6px;font-size:12px}
.data summary{cursor:pointer;color:var(--dim);width:max-content}
.data-table{max-height:280px;overflow:auto;margin-top:6px;border:1px solid var(--line);border-radius:4px}
.data-table table{border-collapse:collapse;min-width:100%;font-variant-numeric:tabular-nums}
.data-table th,.data-table td{padding:3px 10px;text-align:left;border-bottom:1px solid color-mix(in srgb,var(--fg) 11%,transparent)}
.data-table th{position:sticky;top:0;background:color-mix(in srgb,var(--fg) 4%,var(--bg));font-weight:600}
.data-table .n{text-align:right}
.data-table p{padding:4px 10px}

.failure{border:1px solid var(--vscode-inputValidation-errorBorder,var(--bad));border-left-width:3px;border-radius:4px;padding:8px 10px;display:flex;flex-direction:column;gap:8px;background:color-mix(in srgb,var(--vscode-inputValidation-errorBackground,transparent) 35%,transparent)}
.failure>.head{display:flex;align-items:flex-start;gap:8px;flex-wrap:wrap}
.failure>.head .sign{margin-top:1px}
.failure>[role=status]:empty{margin-top:-8px}
.offer{display:flex;align-items:center;gap:8px;flex-wrap:wrap}
.failure .message{font-weight:600;flex:1 1 16rem;overflow-wrap:anywhere}
.trace{margin:0;max-height:26rem;overflow:auto;padding:6px 8px;border-radius:3px;background:var(--bg);border:1px solid var(--line);font-family:var(--mono);font-size:var(--notebook-cell-output-font-size,12px);line-height:1.45;white-space:pre-wrap;overflow-wrap:anywhere}
.more{align-self:flex-start}
.hint::before{content:"→ ";color:var(--dim)}
.remark{display:flex;align-items:flex-start;gap:8px}
.remark .sign{margin-top:1px}
.remark>button{margin-top:-2px}
.ending{font-style:italic}

.ansi-bold{font-weight:700}.ansi-faint{opacity:.7}.ansi-italic{font-style:italic}.ansi-underline{text-decoration:underline}
${["Black", "Red", "Green", "Yellow", "Blue", "Magenta", "Cyan", "White"]
  .map(
    (name, i) =>
      `.ansi-${i}{color:var(--vscode-terminal-ansi${name})}.ansi-${i}.ansi-bright{color:var(--vscode-terminal-ansiBright${name})}`,
  )
  .join("")}
}`.replaceAll(/\n/g, "");
